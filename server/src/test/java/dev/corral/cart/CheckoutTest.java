package dev.corral.cart;

import static dev.corral.cart.CartCalls.forPet;
import static dev.corral.cart.CartCalls.preview;
import static dev.corral.cart.CartCalls.previewing;
import static dev.corral.cart.CartCalls.variant;
import static dev.corral.cart.CartCalls.visit;
import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CheckoutRequest;
import dev.corral.cart.v1.CheckoutResponse;
import dev.corral.cart.v1.MergeStrategy;
import dev.corral.cart.v1.Order;
import dev.corral.cart.v1.PreviewCheckoutRequest;
import dev.corral.catalog.v1.Product;
import dev.corral.kernel.Outcome;
import dev.corral.payment.v1.Invoice;
import dev.corral.stock.v1.RecallLotRequest;
import dev.corral.stock.v1.Reservation;
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
  void cartThatWasNeverChangedHasNoVersionToCheckOut() {
    assertThat(violatedFields(() -> shop.checkout(shop.cart()))).containsExactly("version");
  }

  @Test
  void invoiceHasTheLinesOfTheCartInTheirOrderAndTheNote() {
    String product = shop.product(1_100, 10);
    String service = shop.clinic().service(30);
    String pet = shop.clinic().pet(shop.client(), "dog");
    shop.set(shop.owner(), visit(service, 2));
    shop.set(shop.owner(), forPet(Shop.line(product, 3), pet));
    Cart cart = shop.set(shop.owner(), variant(Shop.line(product, 4), "beef"));

    CheckoutResponse response =
        shop.carts().checkout(Shop.checkoutOf(cart).setNote("at the counter").build());

    Invoice invoice = shop.invoice(response.getOrder().getInvoiceId());
    assertThat(invoice.getNote()).isEqualTo("at the counter");
    assertThat(invoice.getClientId()).isEqualTo(shop.client());
    assertThat(invoice.getLinesList().stream().map(l -> l.getInput().getItemId()))
        .containsExactly(service, product, product);
    assertThat(invoice.getLinesList().stream().map(l -> l.getInput().getQuantity()))
        .containsExactly(2L, 3L, 4L);
    assertThat(invoice.getLinesList().stream().map(l -> l.getInput().getDescription()))
        .containsExactly("Consultation", "Tablets", "Tablets");
    assertThat(shop.level(product).getOnHand()).isEqualTo(3);
    assertThat(response.getCart()).isEqualTo(shop.cart());
    assertThat(response.getCart().getVersion()).isEqualTo(cart.getVersion() + 1);
    assertThat(server.violatedInvariants()).isEmpty();
  }

  @Test
  void servicesAloneNeedNoShelves() {
    Cart cart = shop.set(shop.owner(), visit(shop.clinic().service(30), 100));
    assertThat(shop.checkout(cart).getTotalMinor()).isEqualTo(15_000_000);
    assertThat(shop.cart().getLinesList()).isEmpty();
    assertThat(server.violatedInvariants()).isEmpty();
  }

  @Test
  void lowerTotalPassesAndIsTheOneThatIsCharged() {
    Product.Builder product = Clinic.tablets(500);
    shop.clinic().product(product);
    shop.receive(product.getProductId(), 5);
    Cart seen = shop.set(product.getProductId(), 2);
    shop.clinic().product(product.setPriceMinor(300));
    Order order = shop.checkout(seen);
    assertThat(order.getTotalMinor()).isEqualTo(600);
    assertThat(shop.invoice(order.getInvoiceId()).getTotalMinor()).isEqualTo(600);
  }

  @Test
  void refusedCheckoutsTakeNoNumber() {
    String product = shop.product(500, 3);
    assertThat(shop.buy(product, 1).getInvoiceNumber()).isEqualTo(1);
    Cart many = shop.set(product, 3);
    assertRefused(Outcome.OUT_OF_STOCK, () -> shop.checkout(many));
    assertRefused(
        Outcome.STALE_VERSION,
        () -> shop.checkout(many.toBuilder().setVersion(many.getVersion() - 1).build()));
    assertThat(shop.buy(product, 2).getInvoiceNumber()).isEqualTo(2);
  }

  @Test
  void whatTheCartDoesNotNeedOfItsReservationIsGivenBack() {
    String sold = shop.product(500, 5);
    String other = shop.product(500, 5);
    Reservation held = shop.reserve(Shop.demand(sold, 1), Shop.demand(other, 4));
    Cart cart = shop.set(sold, 3);

    shop.carts().checkout(Shop.checkoutOf(cart).setReservationId(held.getReservationId()).build());

    assertThat(shop.level(sold).getAvailable()).isEqualTo(2);
    assertThat(shop.level(other).getAvailable()).isEqualTo(5);
    ErrorInfo refusal =
        assertRefused(Outcome.RESERVATION_NOT_OPEN, () -> shop.commit(held.getReservationId()));
    assertThat(refusal.getMetadataMap()).containsEntry("state", "COMMITTED");
    assertThat(server.violatedInvariants()).isEmpty();
  }

  @Test
  void reservationThatHasExpiredServesWhileTheUnitsAreThere() {
    String product = shop.product(500, 3);
    String first = shop.reserve(Shop.demand(product, 3)).getReservationId();
    shop.expire(first);
    Cart cart = shop.set(product, 3);
    shop.carts().checkout(Shop.checkoutOf(cart).setReservationId(first).build());
    assertThat(shop.level(product).getOnHand()).isZero();

    shop.receive(product, 3);
    String second = shop.reserve(Shop.demand(product, 3)).getReservationId();
    shop.expire(second);
    shop.withClient().reserve(Shop.demand(product, 1));
    Cart late = shop.set(product, 3);
    CheckoutRequest request = Shop.checkoutOf(late).setReservationId(second).build();
    ErrorInfo refusal = assertRefused(Outcome.OUT_OF_STOCK, () -> shop.carts().checkout(request));
    assertThat(refusal.getMetadataMap()).containsEntry("available", "2");
    assertThat(server.violatedInvariants()).isEmpty();
  }

  @Test
  void previewDoesNotCountOnAReservationThatHasExpired() {
    String product = shop.product(500, 0);
    shop.receive("", shop.lot(product, "GOOD", 5, 30), shop.lot(product, "BAD", 5, 60));
    Reservation own = shop.reserve(Shop.demand(product, 5));
    shop.withClient().reserve(Shop.demand(product, 5));
    shop.stock()
        .recallLot(
            RecallLotRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setProductId(product)
                .setLotCode("BAD")
                .setRecalled(true)
                .setReason("recall")
                .build());
    Cart cart = shop.set(product, 5);
    CheckoutRequest.Builder request =
        Shop.checkoutOf(cart).setReservationId(own.getReservationId());
    shop.expire(own.getReservationId());

    assertThat(
            Shop.problems(
                shop.carts()
                    .previewCheckout(
                        PreviewCheckoutRequest.newBuilder()
                            .setClientId(shop.client())
                            .setReservationId(own.getReservationId())
                            .build())
                    .getCart()))
        .containsExactly("OUT_OF_STOCK");
    assertRefused(Outcome.OUT_OF_STOCK, () -> shop.carts().checkout(request.build()));
  }

  @Test
  void previewWithAReservationShowsWhatTheCheckoutWillDo() {
    String product = shop.product(500, 4);
    String held = shop.reserve(Shop.demand(product, 4)).getReservationId();
    Cart cart = shop.set(product, 4);
    assertThat(Shop.problems(preview(shop))).containsExactly("OUT_OF_STOCK");
    Cart previewed =
        shop.carts().previewCheckout(previewing(shop).setReservationId(held).build()).getCart();
    assertThat(previewed.getProblemsList()).isEmpty();
    assertThat(previewed.getLines(0).getAvailable()).isEqualTo(4);
    assertRefused(Outcome.OUT_OF_STOCK, () -> shop.checkout(cart));
    assertThat(shop.cart()).isEqualTo(cart);
    shop.carts().checkout(Shop.checkoutOf(previewed).setReservationId(held).build());
    assertThat(shop.level(product).getOnHand()).isZero();
  }
}
