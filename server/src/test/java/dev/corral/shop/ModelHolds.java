package dev.corral.shop;

import static dev.corral.shop.ShopRefusal.when;

import com.google.protobuf.Message;
import dev.corral.kernel.Outcome;
import dev.corral.shop.ModelShelves.Spot;
import dev.corral.stock.v1.CommitReservationRequest;
import dev.corral.stock.v1.CommitReservationResponse;
import dev.corral.stock.v1.ExtendReservationResponse;
import dev.corral.stock.v1.ReleaseReservationResponse;
import dev.corral.stock.v1.ReservationState;
import dev.corral.stock.v1.ReserveStockRequest;
import dev.corral.stock.v1.ReserveStockResponse;
import dev.corral.stock.v1.StockDemand;
import dev.corral.stock.v1.StockMovement;
import dev.corral.stock.v1.StockReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reservations: made, held for longer, given back, handed out. */
final class ModelHolds {

  private final ModelShelves shelves;
  private final ModelStock stock;

  ModelHolds(ModelShelves shelves, ModelStock stock) {
    this.shelves = shelves;
    this.stock = stock;
  }

  ModelReservation find(String id) throws ShopRefusal {
    ModelReservation found = shelves.reservations.get(id);
    when(found == null, Outcome.RESERVATION_NOT_FOUND);
    return found;
  }

  static void checkOpen(ModelReservation reservation) throws ShopRefusal {
    when(!reservation.isOpen(), Outcome.RESERVATION_NOT_OPEN, "state", reservation.stateName());
  }

  Message reserve(ReserveStockRequest request, String newId) throws ShopRefusal {
    for (StockDemand item : request.getItemsList()) {
      ModelStock.checkPlace(item.getLocationId());
    }
    ModelReservation made =
        new ModelReservation(
            newId,
            request.getClientId(),
            request.getNote(),
            shelves.plan(request.getItemsList(), null));
    shelves.reservations.put(newId, made);
    return ReserveStockResponse.newBuilder().setReservation(made.show()).build();
  }

  Message extend(ModelReservation reservation) throws ShopRefusal {
    checkOpen(reservation);
    when(reservation.expired, Outcome.RESERVATION_EXPIRED);
    return ExtendReservationResponse.newBuilder().setReservation(reservation.show()).build();
  }

  Message release(ModelReservation reservation) throws ShopRefusal {
    checkOpen(reservation);
    reservation.end(ReservationState.RESERVATION_STATE_RELEASED);
    return ReleaseReservationResponse.newBuilder().setReservation(reservation.show()).build();
  }

  Message commit(CommitReservationRequest request, ModelReservation reservation)
      throws ShopRefusal {
    checkOpen(reservation);
    List<StockDemand> chosen = choose(request.getItemsList(), reservation);
    TreeMap<Spot, Long> allocation = shelves.plan(chosen, reservation);
    stock.claim(request.getReference());
    allocation.forEach(reservation::take);
    StockMovement cause =
        ModelStock.cause(StockReason.STOCK_REASON_SALE, request.getReference(), request.getNote())
            .setClientId(reservation.client)
            .setSourceId(reservation.id)
            .build();
    return CommitReservationResponse.newBuilder()
        .addAllMovements(stock.post(shelves.pick(allocation), cause))
        .setReservation(reservation.show())
        .build();
  }

  /** All that remains, or so many of each product named, at main first. */
  private static List<StockDemand> choose(List<StockDemand> asked, ModelReservation reservation)
      throws ShopRefusal {
    List<StockDemand> chosen = new ArrayList<>();
    if (asked.isEmpty()) {
      reservation.remaining.forEach((spot, left) -> add(chosen, spot, left));
      return chosen;
    }
    TreeMap<String, Long> sums = new TreeMap<>();
    asked.forEach(item -> sums.merge(item.getProductId(), item.getQuantity(), Long::sum));
    for (Map.Entry<String, Long> sum : sums.entrySet()) {
      List<Spot> spots =
          reservation.remaining.keySet().stream()
              .filter(spot -> spot.product().equals(sum.getKey()))
              .sorted((a, b) -> ModelShelves.PLACES.compare(a.location(), b.location()))
              .toList();
      long remaining = spots.stream().mapToLong(reservation.remaining::get).sum();
      when(
          sum.getValue() > remaining,
          Outcome.RESERVATION_TOO_SMALL,
          "product_id",
          sum.getKey(),
          "asked",
          sum.getValue(),
          "remaining",
          remaining);
      long missing = sum.getValue();
      for (Spot spot : spots) {
        long part = Math.min(missing, reservation.remaining.get(spot));
        add(chosen, spot, part);
        missing -= part;
      }
    }
    return chosen;
  }

  private static void add(List<StockDemand> chosen, Spot spot, long quantity) {
    if (quantity > 0) {
      chosen.add(
          StockDemand.newBuilder()
              .setProductId(spot.product())
              .setLocationId(spot.location())
              .setQuantity(quantity)
              .build());
    }
  }
}
