package dev.corral.shop;

import dev.corral.cart.v1.CartLineKey;
import dev.corral.catalog.v1.Coupon;
import dev.corral.catalog.v1.Product;
import dev.corral.catalog.v1.Service;
import dev.corral.directory.v1.Pet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the clinic sells, and for whom. */
final class ModelCatalog {

  final Map<String, Product> products = new HashMap<>();
  final Map<String, Service> services = new HashMap<>();
  final Map<String, Pet> pets = new HashMap<>();
  private final Map<String, Coupon> coupons = new HashMap<>();

  /** What a line is about, whichever kind it is. */
  record Item(String name, long price, int taxBp, boolean active, List<String> species) {}

  /** Null when it is unknown. */
  Item item(CartLineKey key) {
    Product product = products.get(key.getProductId());
    Service service = services.get(key.getServiceId());
    if (key.hasProductId() && product != null) {
      return new Item(
          product.getDisplayName(),
          product.getPriceMinor(),
          product.getTaxRateBp(),
          product.getActive(),
          product.getSpeciesList());
    } else if (key.hasServiceId() && service != null) {
      return new Item(
          service.getDisplayName(),
          service.getPriceMinor(),
          service.getTaxRateBp(),
          service.getActive(),
          service.getSpeciesList());
    }
    return null;
  }

  boolean hasPet(String client, String pet) {
    return pets.containsKey(pet) && pets.get(pet).getClientId().equals(client);
  }

  Coupon coupon(String code) {
    return coupons.get(code.toUpperCase(Locale.ROOT));
  }

  Coupon store(Coupon coupon) {
    String code = coupon.getCouponCode().toUpperCase(Locale.ROOT);
    Coupon stored = coupon.toBuilder().setCouponCode(code).build();
    coupons.put(code, stored);
    return stored;
  }
}
