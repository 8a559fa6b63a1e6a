package dev.corral.stock;

import com.google.gson.JsonObject;
import dev.corral.kernel.Row;
import dev.corral.kernel.SqlFunction;
import dev.corral.stock.v1.Reservation;
import dev.corral.stock.v1.ReservationItem;
import dev.corral.stock.v1.ReservationState;
import java.sql.SQLException;

/** Reservations between the contract and the database. */
final class ReservationProtos {

  /** The fields of a reservation, as {@link #reservation} reads them. */
  static final String COLUMNS =
      SqlFunction.composite(
          "reservation",
          "reservation_id",
          "client_id",
          "state",
          "note",
          "expire_time",
          "create_time");

  private static final int TTL_SECONDS_DEFAULT = 1800;

  private ReservationProtos() {}

  static Reservation reservation(Row row) throws SQLException {
    Row stored = row.composite("reservation");
    Reservation.Builder reservation =
        Reservation.newBuilder()
            .setReservationId(stored.text("reservation_id"))
            .setClientId(stored.text("client_id"))
            .setState(state(stored.text("state")))
            .setNote(stored.text("note"))
            .setExpireTime(stored.timestamp("expire_time"))
            .setCreateTime(stored.timestamp("create_time"));
    row.objects("items").forEach(item -> reservation.addItems(item(item)));
    return reservation.build();
  }

  /** For how long, in seconds. */
  static int ttlSeconds(int asked) {
    return asked == 0 ? TTL_SECONDS_DEFAULT : asked;
  }

  private static ReservationState state(String name) {
    return ReservationState.valueOf("RESERVATION_STATE_" + name);
  }

  private static ReservationItem item(JsonObject json) {
    return ReservationItem.newBuilder()
        .setProductId(json.get("product_id").getAsString())
        .setLocationId(json.get("location_id").getAsString())
        .setQuantity(json.get("quantity").getAsLong())
        .setRemaining(json.get("remaining").getAsLong())
        .build();
  }
}
