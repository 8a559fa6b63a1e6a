package dev.corral.stock;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.Message;
import dev.corral.grpc.LocalTimes;
import dev.corral.kernel.Row;
import dev.corral.stock.v1.LocationLevel;
import dev.corral.stock.v1.StockDemand;
import dev.corral.stock.v1.StockLevel;
import dev.corral.stock.v1.StockReason;
import dev.corral.stock.v1.StockReceipt;
import dev.corral.stock.v1.StockShortage;
import dev.corral.stock.v1.StockShortages;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/** Levels and what is asked for, between the contract and the database. */
final class StockProtos {

  private static final String LOCATION_DEFAULT = "main";
  private static final String REASON_PREFIX = "STOCK_REASON_";

  private StockProtos() {}

  static List<StockLevel> levels(Row row) throws SQLException {
    return row.objects("levels").stream().map(StockProtos::level).toList();
  }

  private static StockLevel level(JsonObject json) {
    StockLevel.Builder level =
        StockLevel.newBuilder()
            .setProductId(json.get("product_id").getAsString())
            .setOnHand(json.get("on_hand").getAsLong())
            .setReserved(json.get("reserved").getAsLong())
            .setUnusable(json.get("unusable").getAsLong())
            .setAvailable(json.get("available").getAsLong());
    for (var location : json.getAsJsonArray("locations")) {
      level.addLocations(location(location.getAsJsonObject()));
    }
    return level.build();
  }

  private static LocationLevel location(JsonObject json) {
    return LocationLevel.newBuilder()
        .setLocationId(json.get("location_id").getAsString())
        .setOnHand(json.get("on_hand").getAsLong())
        .setReserved(json.get("reserved").getAsLong())
        .setUnusable(json.get("unusable").getAsLong())
        .setAvailable(json.get("available").getAsLong())
        .build();
  }

  /** Every shortage, for the details of a status. */
  static Message shortages(JsonArray json) {
    StockShortages.Builder shortages = StockShortages.newBuilder();
    for (var element : json) {
      JsonObject shortage = element.getAsJsonObject();
      shortages.addShortages(
          StockShortage.newBuilder()
              .setProductId(shortage.get("product_id").getAsString())
              .setLocationId(
                  shortage.has("location_id") ? shortage.get("location_id").getAsString() : "")
              .setAsked(shortage.get("asked").getAsLong())
              .setAvailable(shortage.get("available").getAsLong()));
    }
    return shortages.build();
  }

  /** What is asked for, as the database takes it. */
  static String demand(List<StockDemand> items) {
    JsonArray array = new JsonArray();
    for (StockDemand item : items) {
      JsonObject json = new JsonObject();
      json.addProperty("product_id", item.getProductId());
      json.addProperty("location_id", item.getLocationId());
      json.addProperty("quantity", item.getQuantity());
      array.add(json);
    }
    return array.toString();
  }

  /** A delivery, as the database takes it. */
  static String receipts(List<StockReceipt> items) {
    JsonArray array = new JsonArray();
    for (StockReceipt item : items) {
      JsonObject json = new JsonObject();
      json.addProperty("product_id", item.getProductId());
      json.addProperty("quantity", item.getQuantity());
      json.addProperty("lot_code", item.getLotCode());
      if (item.hasExpiryDate()) {
        LocalDate date = LocalTimes.date(item.getExpiryDate());
        json.addProperty("expiry_date", date.toString());
      }
      if (item.hasUnitCostMinor()) {
        json.addProperty("unit_cost_minor", item.getUnitCostMinor());
      }
      array.add(json);
    }
    return array.toString();
  }

  /** A location, or the one that is always there. */
  static String location(String locationId) {
    return locationId.isEmpty() ? LOCATION_DEFAULT : locationId;
  }

  static StockReason reason(String name) {
    return StockReason.valueOf(REASON_PREFIX + name);
  }

  /** The reason as the database knows it: without the prefix of the proto enum. */
  static String reasonName(StockReason reason) {
    return reason.name().substring(REASON_PREFIX.length());
  }
}
