package dev.corral.shop;

import static dev.corral.shop.ShopRefusal.when;

import com.google.protobuf.Message;
import dev.corral.cart.v1.ApplyCouponRequest;
import dev.corral.cart.v1.ApplyCouponResponse;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartLineInput;
import dev.corral.cart.v1.CartLineKey;
import dev.corral.cart.v1.CartOwner;
import dev.corral.cart.v1.ClearCartRequest;
import dev.corral.cart.v1.ClearCartResponse;
import dev.corral.cart.v1.MergeCartRequest;
import dev.corral.cart.v1.RemoveCartLineRequest;
import dev.corral.cart.v1.RemoveCartLineResponse;
import dev.corral.cart.v1.RemoveCouponRequest;
import dev.corral.cart.v1.RemoveCouponResponse;
import dev.corral.cart.v1.SetCartLineRequest;
import dev.corral.cart.v1.SetCartLineResponse;
import dev.corral.catalog.v1.Coupon;
import dev.corral.kernel.Outcome;
import dev.corral.shop.ModelCatalog.Item;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The carts of clients and guests. */
final class ModelCarts {

  private static final int LINES_MAX = 50;

  private final ModelCatalog catalog;
  private final ModelPricing pricing;
  private final ModelCoupons coupons;
  private final Map<CartOwner, ModelCart> carts = new HashMap<>();

  ModelCarts(ModelCatalog catalog, ModelPricing pricing, ModelCoupons coupons) {
    this.catalog = catalog;
    this.pricing = pricing;
    this.coupons = coupons;
  }

  ModelCart cart(CartOwner owner) {
    return carts.computeIfAbsent(owner, ModelCart::new);
  }

  Cart show(ModelCart cart) {
    return pricing.show(cart, null);
  }

  private static void checkVersion(long seen, ModelCart cart, boolean optional) throws ShopRefusal {
    boolean stale = seen != cart.version && !(optional && seen == 0);
    when(stale, Outcome.STALE_VERSION, "version", cart.version);
  }

  Message set(SetCartLineRequest request) throws ShopRefusal {
    ModelCart cart = cart(request.getOwner());
    CartLineInput line = request.getLine();
    CartLineKey key = line.getKey();
    Item item = catalog.item(key);
    when(item == null && key.hasProductId(), Outcome.PRODUCT_NOT_FOUND);
    when(item == null, Outcome.SERVICE_NOT_FOUND);
    boolean hasPet = catalog.hasPet(cart.owner.getClientId(), key.getPetId());
    when(key.hasPetId() && !hasPet, Outcome.PET_NOT_FOUND);
    when(
        request.hasSeenUnitPriceMinor() && request.getSeenUnitPriceMinor() < item.price(),
        Outcome.PRICE_CHANGED,
        "seen_minor",
        request.getSeenUnitPriceMinor(),
        "price_minor",
        item.price());
    checkVersion(request.getVersion(), cart, true);
    boolean isNew = !cart.lines.containsKey(key);
    when(isNew && cart.lines.size() >= LINES_MAX, Outcome.CART_FULL);
    if (!line.equals(cart.lines.put(key, line))) {
      cart.version++;
    }
    return SetCartLineResponse.newBuilder().setCart(show(cart)).build();
  }

  Message remove(RemoveCartLineRequest request) throws ShopRefusal {
    ModelCart cart = cart(request.getOwner());
    checkVersion(request.getVersion(), cart, true);
    if (cart.lines.remove(request.getKey()) != null) {
      cart.version++;
    }
    return RemoveCartLineResponse.newBuilder().setCart(show(cart)).build();
  }

  Message clear(ClearCartRequest request) throws ShopRefusal {
    ModelCart cart = cart(request.getOwner());
    checkVersion(request.getVersion(), cart, false);
    if (!cart.lines.isEmpty() || !cart.coupon.isEmpty()) {
      empty(cart);
    }
    return ClearCartResponse.newBuilder().setCart(show(cart)).build();
  }

  static void empty(ModelCart cart) {
    cart.lines.clear();
    cart.coupon = "";
    cart.version++;
  }

  Message apply(ApplyCouponRequest request) throws ShopRefusal {
    ModelCart cart = cart(request.getOwner());
    Coupon coupon = catalog.coupon(request.getCouponCode());
    when(coupon == null, Outcome.COUPON_NOT_FOUND);
    checkVersion(request.getVersion(), cart, true);
    var problem = coupons.problem(coupon, cart.owner.getClientId());
    if (problem.isPresent()) {
      throw ShopRefusal.of(
          problem.get().getError().getReason(), problem.get().getError().getMetadataMap(), null);
    }
    setCoupon(cart, coupon.getCouponCode());
    return ApplyCouponResponse.newBuilder().setCart(show(cart)).build();
  }

  private static void setCoupon(ModelCart cart, String code) {
    if (!cart.coupon.equals(code)) {
      cart.coupon = code;
      cart.version++;
    }
  }

  Message removeCoupon(RemoveCouponRequest request) throws ShopRefusal {
    ModelCart cart = cart(request.getOwner());
    checkVersion(request.getVersion(), cart, true);
    setCoupon(cart, "");
    return RemoveCouponResponse.newBuilder().setCart(show(cart)).build();
  }

  Message merge(MergeCartRequest request) {
    ModelCart into = cart(CartOwner.newBuilder().setClientId(request.getClientId()).build());
    ModelMerge merge = new ModelMerge(catalog, into, request.getStrategy());
    ModelCart guest =
        request.hasGuestToken()
            ? cart(CartOwner.newBuilder().setGuestToken(request.getGuestToken()).build())
            : new ModelCart(CartOwner.getDefaultInstance());
    Collection<CartLineInput> lines =
        request.hasGuestToken()
            ? new ArrayList<>(guest.lines.values())
            : ModelMerge.sums(request.getDeviceLines().getLinesList());
    lines.forEach(merge::bring);
    boolean takesCoupon = into.coupon.isEmpty() && !guest.coupon.isEmpty();
    if (takesCoupon) {
      into.coupon = guest.coupon;
    }
    if (merge.changed || takesCoupon) {
      into.version++;
    }
    boolean guestHadCoupon = !guest.coupon.isEmpty();
    guest.coupon = "";
    if (guest.lines.keySet().removeAll(merge.kept) || guestHadCoupon) {
      guest.version++;
    }
    return merge.response.setCart(show(into)).build();
  }
}
