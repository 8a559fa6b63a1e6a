package dev.corral.shop;

import com.google.rpc.ErrorInfo;
import dev.corral.cart.v1.CartLineInput;
import dev.corral.cart.v1.CartLineKey;
import dev.corral.cart.v1.MergeCartResponse;
import dev.corral.cart.v1.MergeStrategy;
import dev.corral.cart.v1.UnkeptLine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings lines into a client's cart. */
final class ModelMerge {

  private static final int QUANTITY_MAX = 100;
  private static final int LINES_MAX = 50;

  private final ModelCatalog catalog;
  private final ModelCart into;
  private final MergeStrategy strategy;
  final MergeCartResponse.Builder response = MergeCartResponse.newBuilder();
  final List<CartLineKey> kept = new ArrayList<>();
  boolean changed;

  ModelMerge(ModelCatalog catalog, ModelCart into, MergeStrategy strategy) {
    this.catalog = catalog;
    this.into = into;
    this.strategy =
        strategy == MergeStrategy.MERGE_STRATEGY_UNSPECIFIED
            ? MergeStrategy.MERGE_STRATEGY_LARGER
            : strategy;
    response.setStrategy(this.strategy);
  }

  /** The same line twice counts with the sum of its quantities, and a prescription of either. */
  static Collection<CartLineInput> sums(List<CartLineInput> lines) {
    Map<CartLineKey, CartLineInput> sums = new LinkedHashMap<>();
    for (CartLineInput line : lines) {
      sums.merge(
          line.getKey(),
          line,
          (a, b) ->
              (a.getPrescriptionReference().isEmpty() ? b : a)
                  .toBuilder().setQuantity(a.getQuantity() + b.getQuantity()).build());
    }
    return sums.values();
  }

  void bring(CartLineInput line) {
    CartLineInput has = into.lines.get(line.getKey());
    String refused = refused(line.getKey(), has == null);
    if (refused != null) {
      unkept(line, line.getQuantity(), refused, Map.of());
      return;
    }
    int wanted = has == null ? line.getQuantity() : wanted(has.getQuantity(), line.getQuantity());
    CartLineInput.Builder merged =
        (has == null ? line : has).toBuilder().setQuantity(Math.min(wanted, QUANTITY_MAX));
    if (merged.getPrescriptionReference().isEmpty()) {
      merged.setPrescriptionReference(line.getPrescriptionReference());
    }
    changed |= !merged.build().equals(has);
    into.lines.put(line.getKey(), merged.build());
    kept.add(line.getKey());
    if (wanted > QUANTITY_MAX) {
      Map<String, String> metadata =
          ShopAnswer.metadata("asked", wanted, "min", 1, "max", QUANTITY_MAX);
      unkept(line, wanted - QUANTITY_MAX, "QUANTITY_NOT_ALLOWED", metadata);
    }
  }

  private String refused(CartLineKey key, boolean isNew) {
    if (catalog.item(key) == null) {
      return key.hasProductId() ? "PRODUCT_NOT_FOUND" : "SERVICE_NOT_FOUND";
    } else if (key.hasPetId() && !catalog.hasPet(into.owner.getClientId(), key.getPetId())) {
      return "PET_NOT_FOUND";
    }
    return isNew && into.lines.size() >= LINES_MAX ? "CART_FULL" : null;
  }

  private int wanted(int has, int brings) {
    return switch (strategy) {
      case MERGE_STRATEGY_ADD -> has + brings;
      case MERGE_STRATEGY_GUEST -> brings;
      case MERGE_STRATEGY_ACCOUNT -> has;
      default -> Math.max(has, brings);
    };
  }

  private void unkept(
      CartLineInput line, int quantity, String reason, Map<String, String> metadata) {
    response.addUnkept(
        UnkeptLine.newBuilder()
            .setLine(line.toBuilder().setQuantity(quantity))
            .setError(ErrorInfo.newBuilder().setReason(reason).putAllMetadata(metadata)));
  }
}
