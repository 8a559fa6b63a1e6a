package dev.corral.cart;

import static dev.corral.cart.CartCalls.applying;
import static dev.corral.cart.CartCalls.bringing;
import static dev.corral.cart.CartCalls.clearing;
import static dev.corral.cart.CartCalls.previewing;
import static dev.corral.cart.CartCalls.rate;
import static dev.corral.cart.CartCalls.removing;
import static dev.corral.cart.CartCalls.setting;
import static dev.corral.cart.CartCalls.stored;
import static dev.corral.cart.CartCalls.takingOff;
import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartOwner;
import dev.corral.cart.v1.CartServiceGrpc;
import dev.corral.cart.v1.CartServiceGrpc.CartServiceBlockingStub;
import dev.corral.cart.v1.CheckoutRequest;
import dev.corral.cart.v1.GetCartRequest;
import dev.corral.cart.v1.MergeCartRequest;
import dev.corral.cart.v1.SetCartLineRequest;
import dev.corral.common.v1.Role;
import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Whose cart somebody reaches. */
class CartAccessTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);
  private final String product = shop.product(500, 9);
  private final String code = shop.clinic().coupon(rate("TEN", 1_000));

  @AfterAll
  static void nothingIsOutOfStep() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void everyRpcIsTried() {
    assertThat(calls(shop).keySet())
        .containsExactlyInAnyOrderElementsOf(
            CartServiceGrpc.getServiceDescriptor().getMethods().stream()
                .map(method -> method.getBareMethodName())
                .toList());
  }

  @Test
  void clientReachesTheirOwnCartByEveryRpc() {
    calls(shop).values().forEach(call -> call.accept(shop.asClient().carts()));
    assertThat(shop.level(product).getOnHand()).isEqualTo(6);
  }

  @Test
  void anotherClientsCartIsUnknownByEveryRpcAndStaysAsItIs() {
    Shop other = shop.withClient();
    Map<String, Consumer<CartServiceBlockingStub>> calls = calls(shop);
    List<String> before = stored(server, shop.clinic());
    calls.forEach(
        (rpc, call) -> {
          ErrorInfo refusal =
              assertRefused(Outcome.CLIENT_NOT_FOUND, () -> call.accept(other.asClient().carts()));
          assertThat(refusal.getMetadataMap()).as(rpc).isEmpty();
        });
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
  }

  @Test
  void clientsOfAnotherClinicAreUnknownByEveryRpc() {
    Shop foreign = Shop.open(server);
    Map<String, Consumer<CartServiceBlockingStub>> calls = calls(shop);
    List<String> before = stored(server, shop.clinic());
    calls
        .values()
        .forEach(
            call ->
                assertRefused(
                    Outcome.CLIENT_NOT_FOUND, () -> call.accept(foreign.clinic().carts())));
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(
      value = Role.class,
      mode = Mode.EXCLUDE,
      names = {"UNRECOGNIZED", "ROLE_UNSPECIFIED", "ROLE_CLIENT"})
  void staffReachEveryCartAndVetsAndThePlatformNone(Role role) {
    CartServiceBlockingStub stub = shop.as(role, Clinic.newId()).carts();
    boolean allowed =
        List.of(Role.ROLE_RECEPTION, Role.ROLE_ADMIN, Role.ROLE_SERVICE).contains(role);
    calls(shop)
        .forEach(
            (rpc, call) -> {
              if (allowed) {
                call.accept(stub);
              } else {
                assertRefused(ServerReason.ROLE_NOT_ALLOWED, () -> call.accept(stub));
              }
            });
  }

  @Test
  void whoeverKnowsTheTokenReachesAGuestsCartInItsClinicOnly() {
    CartOwner guest = Shop.guest(Clinic.newId());
    Cart cart = shop.asClient().set(guest, Shop.line(product, 2));
    assertThat(shop.withClient().asClient().cart(guest)).isEqualTo(cart);
    assertThat(Shop.open(server).cart(guest).getLinesList()).isEmpty();
    assertThat(shop.asClient().cart(Shop.guest(Clinic.newId())).getLinesList()).isEmpty();
  }

  @Test
  void anotherCallerWithTheSameRequestIdGetsNothingOfTheFirst() {
    CartOwner guest = Shop.guest(Clinic.newId());
    SetCartLineRequest request = setting(guest, Shop.line(product, 2)).build();
    Cart cart = shop.asClient().carts().setCartLine(request).getCart();
    Stream.of(shop.withClient().asClient(), shop, shop.as(Role.ROLE_RECEPTION, Clinic.newId()))
        .forEach(
            other -> {
              ErrorInfo refusal =
                  assertRefused(
                      Outcome.REQUEST_ID_REUSED, () -> other.carts().setCartLine(request));
              assertThat(refusal.getMetadataMap()).isEmpty();
            });
    assertThat(shop.asClient().carts().setCartLine(request).getCart()).isEqualTo(cart);
  }

  @Test
  void anotherClientWithTheSameRequestIdGetsNothingOfTheFirst() {
    Shop other = shop.withClient();
    String requestId = Clinic.newId();
    Cart seen = shop.set(product, 1);
    CheckoutRequest checkout = Shop.checkoutOf(seen).setRequestId(requestId).build();
    shop.asClient().carts().checkout(checkout);
    assertRefused(Outcome.CLIENT_NOT_FOUND, () -> other.asClient().carts().checkout(checkout));
    CheckoutRequest own = Shop.checkoutOf(other.set(product, 1)).setRequestId(requestId).build();
    assertRefused(Outcome.REQUEST_ID_REUSED, () -> other.asClient().carts().checkout(own));
    assertThat(other.cart().getLinesList()).hasSize(1);
    assertThat(shop.level(product).getOnHand()).isEqualTo(8);
  }

  @Test
  void oneRequestIdServesDifferentRpcsAndDifferentClinics() {
    SetCartLineRequest request = setting(shop.owner(), Shop.line(product, 2)).build();
    shop.carts().setCartLine(request);
    MergeCartRequest merge =
        bringing(shop, Shop.line(product, 3)).setRequestId(request.getRequestId()).build();
    assertThat(shop.carts().mergeCart(merge).getCart().getLines(0).getQuantity()).isEqualTo(3);
    Shop foreign = Shop.open(server);
    SetCartLineRequest there =
        setting(foreign.owner(), Shop.line(foreign.product(500, 9), 1))
            .setRequestId(request.getRequestId())
            .build();
    assertThat(foreign.carts().setCartLine(there).getCart().getTotalMinor()).isEqualTo(500);
  }

  /** A call of each RPC on the client's cart, which succeed as staff in this order. */
  private Map<String, Consumer<CartServiceBlockingStub>> calls(Shop whose) {
    CartOwner owner = whose.owner();
    whose.set(product, 1);
    Map<String, Consumer<CartServiceBlockingStub>> calls = new LinkedHashMap<>();
    calls.put("GetCart", s -> s.getCart(GetCartRequest.newBuilder().setOwner(owner).build()));
    calls.put("SetCartLine", s -> s.setCartLine(setting(owner, Shop.line(product, 2)).build()));
    calls.put("ApplyCoupon", s -> s.applyCoupon(applying(owner, code).build()));
    calls.put("RemoveCoupon", s -> s.removeCoupon(takingOff(owner).build()));
    calls.put("MergeCart", s -> s.mergeCart(bringing(whose, Shop.line(product, 3)).build()));
    calls.put("PreviewCheckout", s -> s.previewCheckout(previewing(whose).build()));
    calls.put("Checkout", s -> s.checkout(Shop.checkoutOf(whose.cart()).build()));
    calls.put(
        "RemoveCartLine", s -> s.removeCartLine(removing(owner, Shop.line(product, 1)).build()));
    calls.put("ClearCart", s -> s.clearCart(clearing(whose.cart()).build()));
    return calls;
  }
}
