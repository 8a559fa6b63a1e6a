package dev.corral.cart;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.Message;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartLine;
import dev.corral.cart.v1.CartLineKey;
import dev.corral.cart.v1.CartOwner;
import dev.corral.cart.v1.CartProblem;
import dev.corral.cart.v1.CartProblems;
import dev.corral.grpc.Statuses;
import dev.corral.kernel.Outcome;
import dev.corral.kernel.Row;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** Carts between the contract and the database. */
final class CartProtos {

  /** So that a status with all of them stays within what clients take as metadata. */
  private static final int PROBLEMS_IN_STATUS_MAX = 50;

  private CartProtos() {}

  static Cart cart(Row row) throws SQLException {
    JsonObject json = row.object("cart");
    Cart.Builder cart =
        Cart.newBuilder()
            .setOwner(owner(json))
            .setCouponCode(json.get("coupon_code").getAsString())
            .setCurrencyCode(json.get("currency_code").getAsString())
            .setPricesIncludeTax(json.get("prices_include_tax").getAsBoolean())
            .setSubtotalMinor(json.get("subtotal_minor").getAsLong())
            .setDiscountMinor(json.get("discount_minor").getAsLong())
            .setNetMinor(json.get("net_minor").getAsLong())
            .setTaxMinor(json.get("tax_minor").getAsLong())
            .setTotalMinor(json.get("total_minor").getAsLong())
            .setVersion(json.get("version").getAsLong());
    if (cart.getVersion() > 0) {
      cart.setUpdateTime(Row.parseTimestamp(json.get("update_time").getAsString()));
    }
    for (var line : json.getAsJsonArray("lines")) {
      cart.addLines(line(line.getAsJsonObject()));
    }
    for (var problem : json.getAsJsonArray("problems")) {
      cart.addProblems(problem(problem.getAsJsonObject()));
    }
    return cart.build();
  }

  /** Every problem, short, for the details of a status. */
  static Message problems(JsonArray json) {
    CartProblems.Builder problems = CartProblems.newBuilder();
    json.asList().stream()
        .limit(PROBLEMS_IN_STATUS_MAX)
        .forEach(
            element -> {
              CartProblem.Builder problem = problem(element.getAsJsonObject()).toBuilder();
              problem.clearDescription().getErrorBuilder().clearDomain();
              if (problem.hasLineNumber()) {
                problem.getErrorBuilder().removeMetadata("product_id").removeMetadata("service_id");
              }
              problems.addProblems(problem);
            });
    return problems.build();
  }

  static String ownerId(CartOwner owner) {
    return owner.hasGuestToken() ? owner.getGuestToken() : owner.getClientId();
  }

  static String kind(CartLineKey key) {
    return key.hasProductId() ? "PRODUCT" : "SERVICE";
  }

  static String itemId(CartLineKey key) {
    return key.hasProductId() ? key.getProductId() : key.getServiceId();
  }

  /** What tells a line apart, as JSON from the database has it. */
  static CartLineKey key(JsonObject json) {
    CartLineKey.Builder key =
        CartLineKey.newBuilder().setVariant(json.get("variant").getAsString());
    String itemId = json.get("item_id").getAsString();
    if (json.get("kind").getAsString().equals("PRODUCT")) {
      key.setProductId(itemId);
    } else {
      key.setServiceId(itemId);
    }
    if (!json.get("pet_id").isJsonNull()) {
      key.setPetId(json.get("pet_id").getAsString());
    }
    return key.build();
  }

  private static CartOwner owner(JsonObject json) {
    String id = json.get("owner_id").getAsString();
    return json.get("guest").getAsBoolean()
        ? CartOwner.newBuilder().setGuestToken(id).build()
        : CartOwner.newBuilder().setClientId(id).build();
  }

  private static CartLine line(JsonObject json) {
    CartLine.Builder line =
        CartLine.newBuilder()
            .setLineNumber(json.get("line_number").getAsInt())
            .setKey(key(json))
            .setQuantity(json.get("quantity").getAsInt())
            .setPrescriptionReference(json.get("prescription").getAsString())
            .setDisplayName(json.get("description").getAsString())
            .setUnitPriceMinor(json.get("unit_price_minor").getAsLong())
            .setTaxRateBp(json.get("tax_rate_bp").getAsInt())
            .setRequiresPrescription(json.get("requires_prescription").getAsBoolean())
            .setDiscountMinor(json.get("discount_minor").getAsLong())
            .setNetMinor(json.get("net_minor").getAsLong())
            .setTaxMinor(json.get("tax_minor").getAsLong())
            .setTotalMinor(json.get("total_minor").getAsLong());
    if (!json.get("available").isJsonNull()) {
      line.setAvailable(json.get("available").getAsLong());
    }
    return line.build();
  }

  private static CartProblem problem(JsonObject json) {
    Outcome reason = Outcome.valueOf(json.get("reason").getAsString());
    Map<String, String> metadata = new TreeMap<>();
    json.getAsJsonObject("detail")
        .entrySet()
        .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().getAsString()));
    CartProblem.Builder problem =
        CartProblem.newBuilder()
            .setError(Statuses.errorInfo(reason, metadata))
            .setDescription(reason.sentence());
    if (json.has("line_number")) {
      problem.setLineNumber(json.get("line_number").getAsInt());
    }
    return problem.build();
  }
}
