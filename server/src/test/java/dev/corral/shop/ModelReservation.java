package dev.corral.shop;

import dev.corral.shop.ModelShelves.Spot;
import dev.corral.stock.v1.Reservation;
import dev.corral.stock.v1.ReservationItem;
import dev.corral.stock.v1.ReservationState;
import java.util.Map;
import java.util.TreeMap;

/** Units that are held for somebody. */
final class ModelReservation {

  final String id;
  final String client;
  private final String note;
  private final Map<Spot, Long> given;
  final TreeMap<Spot, Long> remaining;
  ReservationState state = ReservationState.RESERVATION_STATE_OPEN;
  boolean expired;

  ModelReservation(String id, String client, String note, Map<Spot, Long> given) {
    this.id = id;
    this.client = client;
    this.note = note;
    this.given = new TreeMap<>(given);
    this.remaining = new TreeMap<>(given);
  }

  boolean isOpen() {
    return state == ReservationState.RESERVATION_STATE_OPEN;
  }

  String stateName() {
    return state.name().replace("RESERVATION_STATE_", "");
  }

  long held(Spot spot) {
    return expired ? 0 : remaining.getOrDefault(spot, 0L);
  }

  void take(Spot spot, long quantity) {
    remaining.merge(spot, -quantity, Long::sum);
    if (remaining.values().stream().allMatch(left -> left == 0)) {
      state = ReservationState.RESERVATION_STATE_COMMITTED;
    }
  }

  void end(ReservationState last) {
    remaining.replaceAll((spot, left) -> 0L);
    state = last;
  }

  Reservation show() {
    Reservation.Builder shown =
        Reservation.newBuilder()
            .setReservationId(id)
            .setClientId(client)
            .setState(state)
            .setNote(note);
    given.forEach(
        (spot, quantity) ->
            shown.addItems(
                ReservationItem.newBuilder()
                    .setProductId(spot.product())
                    .setLocationId(spot.location())
                    .setQuantity(quantity)
                    .setRemaining(remaining.get(spot))));
    return shown.build();
  }
}
