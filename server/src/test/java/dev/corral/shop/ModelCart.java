package dev.corral.shop;

import dev.corral.cart.v1.CartLineInput;
import dev.corral.cart.v1.CartLineKey;
import dev.corral.cart.v1.CartOwner;
import java.util.LinkedHashMap;

/** What somebody wants to buy: lines in the order in which they were added. */
final class ModelCart {

  final CartOwner owner;
  final LinkedHashMap<CartLineKey, CartLineInput> lines = new LinkedHashMap<>();
  String coupon = "";
  long version;

  ModelCart(CartOwner owner) {
    this.owner = owner;
  }

  /** How many of a line's item the whole cart holds. */
  long asked(CartLineKey key) {
    return lines.values().stream()
        .filter(line -> item(line.getKey()).equals(item(key)))
        .mapToLong(CartLineInput::getQuantity)
        .sum();
  }

  static CartLineKey item(CartLineKey key) {
    return key.toBuilder().clearVariant().clearPetId().build();
  }
}
