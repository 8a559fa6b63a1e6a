package dev.corral.cart;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.corral.cart.v1.CartLineInput;
import dev.corral.cart.v1.MergeCartRequest;
import dev.corral.cart.v1.MergeCartResponse;
import dev.corral.cart.v1.MergeStrategy;
import dev.corral.cart.v1.UnkeptLine;
import dev.corral.grpc.Statuses;
import dev.corral.kernel.Outcome;
import dev.corral.kernel.Row;
import java.sql.SQLException;
import java.util.Map;

/** Merges between the contract and the database. */
final class MergeProtos {

  private static final String STRATEGY_PREFIX = "MERGE_STRATEGY_";

  private MergeProtos() {}

  /** The lines of a device as the database takes them, or null when a guest's cart is named. */
  static String lines(MergeCartRequest request) {
    if (!request.hasDeviceLines()) {
      return null;
    }
    JsonArray array = new JsonArray();
    for (CartLineInput line : request.getDeviceLines().getLinesList()) {
      JsonObject json = new JsonObject();
      json.addProperty("kind", CartProtos.kind(line.getKey()));
      json.addProperty("item_id", CartProtos.itemId(line.getKey()));
      json.addProperty("variant", line.getKey().getVariant());
      json.addProperty("pet_id", line.getKey().hasPetId() ? line.getKey().getPetId() : null);
      json.addProperty("quantity", line.getQuantity());
      json.addProperty("prescription", line.getPrescriptionReference());
      array.add(json);
    }
    return array.toString();
  }

  static MergeStrategy strategy(MergeCartRequest request) {
    return request.getStrategy() == MergeStrategy.MERGE_STRATEGY_UNSPECIFIED
        ? MergeStrategy.MERGE_STRATEGY_LARGER
        : request.getStrategy();
  }

  /** The strategy as the database knows it: without the prefix of the proto enum. */
  static String strategyName(MergeCartRequest request) {
    return strategy(request).name().substring(STRATEGY_PREFIX.length());
  }

  static MergeCartResponse merged(Row row) throws SQLException {
    MergeCartResponse.Builder response =
        MergeCartResponse.newBuilder().setCart(CartProtos.cart(row));
    row.objects("unkept").forEach(unkept -> response.addUnkept(unkept(unkept)));
    return response.build();
  }

  private static UnkeptLine unkept(JsonObject json) {
    Outcome reason = Outcome.valueOf(json.get("reason").getAsString());
    Map<String, String> metadata =
        reason == Outcome.QUANTITY_NOT_ALLOWED
            ? Map.of("asked", json.get("asked").getAsString(), "min", "1", "max", "100")
            : Map.of();
    return UnkeptLine.newBuilder()
        .setLine(
            CartLineInput.newBuilder()
                .setKey(CartProtos.key(json))
                .setQuantity(json.get("quantity").getAsInt())
                .setPrescriptionReference(json.get("prescription").getAsString()))
        .setError(Statuses.errorInfo(reason, metadata))
        .setDescription(reason.sentence())
        .build();
  }
}
