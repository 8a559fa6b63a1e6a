package dev.corral.cart;

import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CheckoutRequest;
import dev.corral.cart.v1.MergeStrategy;
import dev.corral.cart.v1.Order;
import dev.corral.kernel.Outcome;
import dev.corral.payment.v1.Invoice;
import dev.corral.stock.v1.Reservation;
import dev.corral.testing.Race;
import org.junit.jupiter.api.Test;

/** Checkout of a client's cart. */
class CheckoutTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);

  @Test
  void cartBecomesAnIssuedInvoiceAndIsEmpty() {
    String product = shop.product(1_100, 10);
    Cart cart = shop.set(product, 3);
    assertThat(cart.getTotalMinor()).isEqualTo(3_300);
    assertThat(cart.getProblemsList()).isEmpty();

    Order order = shop.checkout(cart);

    Invoice invoice = shop.invoice(order.getInvoiceId());
    assertThat(invoice.getTotalMinor()).isEqualTo(order.getTotalMinor()).isEqualTo(3_300);
    assertThat(invoice.getNumber()).isEqualTo(order.getInvoiceNumber()).isEqualTo(1);
    assertThat(shop.level(product).getOnHand()).isEqualTo(7);
    assertThat(shop.cart().getLinesList()).isEmpty();
    assertThat(shop.movements(product).getFirst().getSourceId()).isEqualTo(order.getInvoiceId());
    assertThat(server.violatedInvariants()).isEmpty();
  }

  @Test
  void retryAfterTheShelfIsEmptyReturnsTheSameInvoice() {
    String product = shop.product(500, 2);
    CheckoutRequest request = Shop.checkoutOf(shop.set(product, 2)).build();
    Order order = shop.carts().checkout(request).getOrder();

    assertThat(shop.level(product).getAvailable()).isZero();
    assertThat(shop.carts().checkout(request).getOrder()).isEqualTo(order);
    assertRefused(
        Outcome.CART_EMPTY, () -> shop.checkout(shop.cart().toBuilder().setTotalMinor(0).build()));
  }

  @Test
  void stockThatIsHeldForTheCartIsItsOwn() {
    String product = shop.product(500, 5);
    Reservation reservation = shop.reserve(Shop.demand(product, 4));
    Cart cart = shop.set(product, 3);
    assertThat(Shop.problems(cart)).containsExactly("OUT_OF_STOCK");

    shop.carts()
        .checkout(Shop.checkoutOf(cart).setReservationId(reservation.getReservationId()).build());

    assertThat(shop.level(product).getOnHand()).isEqualTo(2);
    assertThat(shop.level(product).getAvailable()).isEqualTo(2);
    assertThat(server.violatedInvariants()).isEmpty();
  }

  @Test
  void guestsCartIsMergedAndCheckedOut() {
    String product = shop.product(500, 5);
    String token = Clinic.newId();
    shop.set(Shop.guest(token), Shop.line(product, 2));
    Cart cart = shop.merge(token, MergeStrategy.MERGE_STRATEGY_UNSPECIFIED).getCart();
    assertThat(cart.getLinesList()).hasSize(1);
    assertThat(shop.cart(Shop.guest(token)).getLinesList()).isEmpty();
    shop.checkout(cart);
    assertThat(shop.level(product).getOnHand()).isEqualTo(3);
  }

  @Test
  void fiftyBuyersOfOneUnitEachGetOneOfAHundred() {
    String product = shop.product(500, 100);
    Race<Order> race = Race.of(50, i -> shop.withClient().buy(product, 1));
    race.hasWinners(50, Outcome.OUT_OF_STOCK);
    assertThat(shop.level(product).getOnHand()).isEqualTo(50);
    assertThat(server.violatedInvariants()).isEmpty();
  }
}
