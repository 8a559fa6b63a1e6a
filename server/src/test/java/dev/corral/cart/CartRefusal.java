package dev.corral.cart;

import static dev.corral.cart.CartCalls.applying;
import static dev.corral.cart.CartCalls.forPet;
import static dev.corral.cart.CartCalls.removing;
import static dev.corral.cart.CartCalls.setting;
import static dev.corral.cart.CartCalls.takingOff;
import static dev.corral.cart.CartCalls.variant;
import static dev.corral.cart.CartCalls.visit;
import static dev.corral.kernel.Outcome.PRODUCT_NOT_FOUND;
import static dev.corral.kernel.Outcome.SERVICE_NOT_FOUND;

import dev.corral.Shop;
import dev.corral.cart.v1.CartLineInput;
import dev.corral.cart.v1.CartOwner;
import dev.corral.cart.v1.CheckoutRequest;
import dev.corral.cart.v1.ClearCartRequest;
import dev.corral.cart.v1.GetCartRequest;
import dev.corral.cart.v1.MergeCartRequest;
import dev.corral.cart.v1.PreviewCheckoutRequest;
import dev.corral.kernel.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A way to call an RPC.
 *
 * @param call the call, made of the values of a scene
 * @param others the documented reasons that this way cannot meet
 */
record CartRefusal(Consumer<CartScene> call, Set<Outcome> others) {

  private static final Map<String, List<CartRefusal>> WAYS =
      Map.of(
          "GetCart", way(CartRefusal::get),
          "SetCartLine",
              List.of(
                  new CartRefusal(s -> set(s, Shop.line(s.product, 1)), Set.of(SERVICE_NOT_FOUND)),
                  new CartRefusal(s -> set(s, visit(s.service, 1)), Set.of(PRODUCT_NOT_FOUND))),
          "RemoveCartLine", way(CartRefusal::remove),
          "ClearCart", way(CartRefusal::clear),
          "MergeCart", way(CartRefusal::merge),
          "ApplyCoupon", way(CartRefusal::apply),
          "RemoveCoupon", way(CartRefusal::takeOff),
          "PreviewCheckout", way(CartRefusal::preview),
          "Checkout", way(CartRefusal::checkout));

  /** The ways to call an RPC that meet every reason. */
  static List<CartRefusal> of(String rpc) {
    return WAYS.getOrDefault(rpc, List.of());
  }

  private static List<CartRefusal> way(Consumer<CartScene> call) {
    return List.of(new CartRefusal(call, Set.of()));
  }

  private static CartOwner owner(CartScene s) {
    return CartOwner.newBuilder().setClientId(s.client).build();
  }

  private static void get(CartScene s) {
    s.caller.carts().getCart(GetCartRequest.newBuilder().setOwner(owner(s)).build());
  }

  private static void set(CartScene s, CartLineInput.Builder line) {
    s.caller
        .carts()
        .setCartLine(
            setting(owner(s), forPet(variant(line, s.variant), s.pet))
                .setRequestId(s.requestId)
                .setSeenUnitPriceMinor(s.seenPrice)
                .setVersion(s.version)
                .build());
  }

  private static void remove(CartScene s) {
    s.caller
        .carts()
        .removeCartLine(
            removing(owner(s), forPet(Shop.line(s.product, 1), s.pet))
                .setRequestId(s.requestId)
                .setVersion(s.version)
                .build());
  }

  private static void clear(CartScene s) {
    s.caller
        .carts()
        .clearCart(
            ClearCartRequest.newBuilder()
                .setRequestId(s.requestId)
                .setOwner(owner(s))
                .setVersion(s.version)
                .build());
  }

  private static void merge(CartScene s) {
    s.caller
        .carts()
        .mergeCart(
            MergeCartRequest.newBuilder()
                .setRequestId(s.requestId)
                .setClientId(s.client)
                .setGuestToken(s.guest)
                .setStrategy(s.strategy)
                .build());
  }

  private static void apply(CartScene s) {
    s.caller
        .carts()
        .applyCoupon(
            applying(owner(s), s.couponCode)
                .setRequestId(s.requestId)
                .setVersion(s.version)
                .build());
  }

  private static void takeOff(CartScene s) {
    s.caller
        .carts()
        .removeCoupon(takingOff(owner(s)).setRequestId(s.requestId).setVersion(s.version).build());
  }

  private static void preview(CartScene s) {
    s.caller
        .carts()
        .previewCheckout(
            PreviewCheckoutRequest.newBuilder()
                .setClientId(s.client)
                .setReservationId(s.reservation)
                .build());
  }

  private static void checkout(CartScene s) {
    s.caller
        .carts()
        .checkout(
            CheckoutRequest.newBuilder()
                .setRequestId(s.requestId)
                .setClientId(s.client)
                .setVersion(s.version)
                .setSeenTotalMinor(s.seenTotal)
                .setReservationId(s.reservation)
                .setNote(s.variant)
                .build());
  }
}
