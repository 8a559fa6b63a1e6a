package dev.corral.cart;

import static dev.corral.cart.CartCalls.clearing;
import static dev.corral.cart.CartCalls.forPet;
import static dev.corral.cart.CartCalls.keys;
import static dev.corral.cart.CartCalls.rate;
import static dev.corral.cart.CartCalls.removing;
import static dev.corral.cart.CartCalls.stored;
import static dev.corral.cart.CartCalls.variant;
import static dev.corral.cart.CartCalls.visit;
import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartLineInput;
import dev.corral.cart.v1.CartOwner;
import dev.corral.cart.v1.ClearCartRequest;
import dev.corral.cart.v1.RemoveCartLineRequest;
import dev.corral.kernel.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Lines leave a cart, one or all. */
class RemoveAndClearCartTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);
  private final CartOwner owner = shop.owner();

  @AfterAll
  static void nothingIsOutOfStep() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void eachLineIsRemovedByItsWholeKeyAndTheRestMovesUp() {
    String product = shop.product(500, 9);
    String service = shop.clinic().service(30);
    String pet = shop.clinic().pet(shop.client(), "dog");
    List<CartLineInput.Builder> lines =
        new ArrayList<>(
            List.of(
                Shop.line(product, 1),
                variant(Shop.line(product, 1), "beef"),
                forPet(Shop.line(product, 1), pet),
                visit(service, 1),
                forPet(visit(service, 1), pet)));
    lines.forEach(line -> shop.set(owner, line));
    for (int i : new int[] {2, 0, 2, 1, 0}) {
      CartLineInput.Builder removed = lines.remove(i);
      Cart cart = remove(removing(owner, removed));
      assertThat(keys(cart)).isEqualTo(lines.stream().map(CartLineInput.Builder::getKey).toList());
      assertThat(cart.getLinesList())
          .allMatch(line -> line.equals(cart.getLines(line.getLineNumber() - 1)));
    }
    assertThat(shop.cart().getVersion()).isEqualTo(10);
  }

  @Test
  void lineThatIsNotThereIsASuccessWithoutChange() {
    String product = shop.product(500, 9);
    assertThat(remove(removing(owner, Shop.line(product, 1))).getVersion()).isZero();
    Cart cart = shop.set(product, 1);
    for (CartLineInput.Builder absent :
        List.of(
            variant(Shop.line(product, 1), "beef"),
            forPet(Shop.line(product, 1), Clinic.newId()),
            visit(product, 1),
            Shop.line(Clinic.newId(), 1))) {
      assertThat(remove(removing(owner, absent))).isEqualTo(cart);
    }
  }

  @Test
  void removedLineThatIsSetAgainStandsAtTheEnd() {
    String first = shop.product(500, 9);
    String second = shop.product(500, 9);
    shop.set(first, 1);
    shop.set(second, 1);
    remove(removing(owner, Shop.line(first, 1)));
    assertThat(keys(shop.set(first, 1)))
        .extracting(key -> key.getProductId())
        .containsExactly(second, first);
  }

  @Test
  void removalChecksTheVersionOnlyWhenItIsSent() {
    String product = shop.product(500, 9);
    shop.set(product, 1);
    shop.set(product, 2);
    List<String> before = stored(server, shop.clinic());
    ErrorInfo refusal =
        assertRefused(
            Outcome.STALE_VERSION,
            () -> remove(removing(owner, Shop.line(product, 1)).setVersion(1)));
    assertThat(refusal.getMetadataMap()).containsEntry("version", "2");
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
    Cart cart = remove(removing(owner, Shop.line(product, 1)).setVersion(2));
    assertThat(cart.getLinesList()).isEmpty();
    assertThat(cart.getVersion()).isEqualTo(3);
  }

  @Test
  void repeatedRemovalReturnsTheFirstAnswerAndRemovesNothingMore() {
    String product = shop.product(500, 9);
    shop.set(product, 1);
    RemoveCartLineRequest.Builder request = removing(owner, Shop.line(product, 1));
    Cart first = remove(request);
    Cart back = shop.set(product, 7);
    assertThat(remove(request)).isEqualTo(first);
    assertThat(shop.cart()).isEqualTo(back);
    assertRefused(
        Outcome.REQUEST_ID_REUSED, () -> remove(request.clone().setVersion(back.getVersion())));
  }

  @Test
  void clearTakesEveryLineAndTheCoupon() {
    shop.set(shop.product(500, 9), 1);
    shop.set(owner, visit(shop.clinic().service(30), 1));
    Cart cart = shop.applyCoupon(shop.clinic().coupon(rate("TEN", 1_000)));
    Cart cleared = clear(clearing(cart));
    assertThat(cleared.getLinesList()).isEmpty();
    assertThat(cleared.getCouponCode()).isEmpty();
    assertThat(cleared.getTotalMinor()).isZero();
    assertThat(cleared.getVersion()).isEqualTo(cart.getVersion() + 1);
    assertThat(shop.cart()).isEqualTo(cleared);
  }

  @Test
  void clearTakesACouponAloneAndLeavesAnEmptyCartAsItIs() {
    Cart empty = shop.cart();
    assertThat(clear(clearing(empty)).getVersion()).isZero();
    Cart cart = shop.applyCoupon(shop.clinic().coupon(rate("TEN", 1_000)));
    Cart cleared = clear(clearing(cart));
    assertThat(cleared.getCouponCode()).isEmpty();
    assertThat(clear(clearing(cleared))).isEqualTo(cleared);
  }

  @Test
  void clearIsRefusedWhenTheCartIsNotAsItWasSeen() {
    String product = shop.product(500, 9);
    Cart seen = shop.set(product, 1);
    shop.set(product, 2);
    List<String> before = stored(server, shop.clinic());
    for (long version : new long[] {0, seen.getVersion(), 3}) {
      ErrorInfo refusal =
          assertRefused(Outcome.STALE_VERSION, () -> clear(clearing(seen).setVersion(version)));
      assertThat(refusal.getMetadataMap()).containsEntry("version", "2");
    }
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
  }

  @Test
  void repeatedClearReturnsTheFirstAnswerAndTakesNothingMore() {
    String product = shop.product(500, 9);
    ClearCartRequest.Builder request = clearing(shop.set(product, 1));
    Cart first = clear(request);
    Cart back = shop.set(product, 7);
    assertThat(clear(request)).isEqualTo(first);
    assertThat(shop.cart()).isEqualTo(back);
  }

  @Test
  void clearedGuestsCartLeavesTheClientsAsItIs() {
    String product = shop.product(500, 9);
    Cart client = shop.set(product, 1);
    Cart guest = shop.set(Shop.guest(Clinic.newId()), Shop.line(product, 2));
    assertThat(clear(clearing(guest)).getLinesList()).isEmpty();
    assertThat(shop.cart()).isEqualTo(client);
  }

  private Cart remove(RemoveCartLineRequest.Builder request) {
    return shop.carts().removeCartLine(request.build()).getCart();
  }

  private Cart clear(ClearCartRequest.Builder request) {
    return shop.carts().clearCart(request.build()).getCart();
  }
}
