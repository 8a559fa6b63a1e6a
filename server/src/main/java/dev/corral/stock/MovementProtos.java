package dev.corral.stock;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.corral.grpc.LocalTimes;
import dev.corral.grpc.Page;
import dev.corral.kernel.Row;
import dev.corral.kernel.SqlFunction;
import dev.corral.stock.v1.Lot;
import dev.corral.stock.v1.LotLevel;
import dev.corral.stock.v1.LotRecipient;
import dev.corral.stock.v1.StockMovement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Movements and lots between the contract and the database. */
final class MovementProtos {

  /** The fields of a movement, as {@link #movement} reads them. */
  static final String MOVEMENT =
      SqlFunction.composite(
          "movement",
          "movement_id",
          "product_id",
          "location_id",
          "quantity",
          "reason",
          "unit_cost_minor",
          "client_id",
          "source_id",
          "returned_id",
          "reference",
          "note",
          "actor_id",
          "create_time");

  /** The fields of a lot, as {@link #lot} reads them. */
  static final String LOT =
      SqlFunction.composite(
          "lot", "lot_id", "product_id", "lot_code", "expiry_date", "recalled", "recall_reason");

  private MovementProtos() {}

  static StockMovement movement(Row row) throws SQLException {
    Row stored = row.composite("movement");
    StockMovement.Builder movement =
        StockMovement.newBuilder()
            .setMovementId(stored.text("movement_id"))
            .setProductId(stored.text("product_id"))
            .setLocationId(stored.text("location_id"))
            .setLotCode(row.text("lot_code"))
            .setQuantity(stored.bigint("quantity"))
            .setReason(StockProtos.reason(stored.text("reason")))
            .setClientId(stored.text("client_id"))
            .setSourceId(stored.text("source_id"))
            .setReturnedMovementId(stored.text("returned_id"))
            .setReference(stored.text("reference"))
            .setNote(stored.text("note"))
            .setActorId(stored.text("actor_id"))
            .setCreateTime(stored.timestamp("create_time"));
    if (!stored.isNull("unit_cost_minor")) {
      movement.setUnitCostMinor(stored.bigint("unit_cost_minor"));
    }
    return movement.build();
  }

  /** What a write has made. */
  static List<StockMovement> movements(Row row) throws SQLException {
    return row.objects("movements").stream().map(MovementProtos::movement).toList();
  }

  private static StockMovement movement(JsonObject json) {
    StockMovement.Builder movement =
        StockMovement.newBuilder()
            .setMovementId(text(json, "movement_id"))
            .setProductId(text(json, "product_id"))
            .setLocationId(text(json, "location_id"))
            .setLotCode(text(json, "lot_code"))
            .setQuantity(json.get("quantity").getAsLong())
            .setReason(StockProtos.reason(text(json, "reason")))
            .setClientId(text(json, "client_id"))
            .setSourceId(text(json, "source_id"))
            .setReturnedMovementId(text(json, "returned_id"))
            .setReference(text(json, "reference"))
            .setNote(text(json, "note"))
            .setActorId(text(json, "actor_id"))
            .setCreateTime(Row.parseTimestamp(text(json, "create_time")));
    if (!json.get("unit_cost_minor").isJsonNull()) {
      movement.setUnitCostMinor(json.get("unit_cost_minor").getAsLong());
    }
    return movement.build();
  }

  static Lot lot(Row row) throws SQLException {
    Row stored = row.composite("lot");
    Lot.Builder lot =
        Lot.newBuilder()
            .setLotId(stored.text("lot_id"))
            .setProductId(stored.text("product_id"))
            .setLotCode(stored.text("lot_code"))
            .setRecalled(stored.bool("recalled"))
            .setRecallReason(stored.text("recall_reason"));
    if (!stored.isNull("expiry_date")) {
      lot.setExpiryDate(LocalTimes.date(stored.date("expiry_date")));
    }
    for (JsonObject level : row.objects("levels")) {
      lot.addLevels(
          LotLevel.newBuilder()
              .setLocationId(text(level, "location_id"))
              .setOnHand(level.get("on_hand").getAsLong()));
    }
    return lot.build();
  }

  /** Where a lot stands in the order of expiry dates, which a page token holds as instants. */
  static Page.Position position(Lot lot) {
    Instant day = LocalTimes.date(lot.getExpiryDate()).atStartOfDay(ZoneOffset.UTC).toInstant();
    return new Page.Position(Row.timestamp(day), lot.getLotId());
  }

  /** The expiry date of a position, or null before the first page. */
  static LocalDate date(Page.Position position) {
    return position.time() == null
        ? null
        : LocalDate.ofInstant(Instant.ofEpochSecond(position.time().getSeconds()), ZoneOffset.UTC);
  }

  static List<LotRecipient> recipients(Row row) throws SQLException {
    return row.objects("recipients").stream().map(MovementProtos::recipient).toList();
  }

  private static LotRecipient recipient(JsonObject json) {
    return LotRecipient.newBuilder()
        .setMovementId(text(json, "movement_id"))
        .setClientId(text(json, "client_id"))
        .setSourceId(text(json, "source_id"))
        .setQuantity(json.get("quantity").getAsLong())
        .setCreateTime(Row.parseTimestamp(text(json, "create_time")))
        .build();
  }

  private static String text(JsonObject json, String key) {
    JsonElement value = json.get(key);
    return value.isJsonNull() ? "" : value.getAsString();
  }
}
