package dev.corral.cart;

import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.detail;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.ErrorInfo;
import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartLineInput;
import dev.corral.cart.v1.CartProblem;
import dev.corral.cart.v1.CartProblems;
import dev.corral.cart.v1.CheckoutRequest;
import dev.corral.cart.v1.PreviewCheckoutRequest;
import dev.corral.cart.v1.SetCartLineRequest;
import dev.corral.catalog.v1.Coupon;
import dev.corral.catalog.v1.Product;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Sql;
import dev.corral.testing.TestPostgres;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a checkout refuses, all of it at once, and what it leaves as it was. */
class CheckoutRefusalsTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);

  @Test
  void everyProblemComesInOneRefusalAndNothingIsStored() {
    Cart cart = cartOfEveryProblem();
    String before = rows();
    StatusRuntimeException thrown =
        catchThrowableOfType(StatusRuntimeException.class, () -> shop.checkout(cart));
    CartProblems problems = detail(thrown, CartProblems.class);
    assertThat(problems.getProblemsList().stream().map(p -> p.getError().getReason()))
        .containsExactly(
            "PET_NOT_FOUND",
            "PRODUCT_INACTIVE",
            "SPECIES_NOT_ALLOWED",
            "PRESCRIPTION_REQUIRED",
            "QUANTITY_NOT_ALLOWED",
            "OUT_OF_STOCK",
            "COUPON_MINIMUM_NOT_REACHED");
    assertThat(detail(thrown, ErrorInfo.class).getReason()).isEqualTo("PET_NOT_FOUND");
    assertThat(problems.getProblemsList().stream().map(CartProblem::getLineNumber))
        .isEqualTo(
            shop
                .carts()
                .previewCheckout(
                    PreviewCheckoutRequest.newBuilder().setClientId(shop.client()).build())
                .getCart()
                .getProblemsList()
                .stream()
                .map(CartProblem::getLineNumber)
                .toList());
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void fiftyLinesWithSeveralProblemsEachStillArrive() {
    for (int i = 0; i < 50; i++) {
      String product =
          shop.clinic().product(Clinic.tablets(10).setActive(false).setRequiresPrescription(true));
      shop.set(product, 1);
    }
    Cart cart = shop.cart();
    assertThat(cart.getProblemsList()).hasSize(150);
    StatusRuntimeException thrown =
        catchThrowableOfType(StatusRuntimeException.class, () -> shop.checkout(cart));
    assertThat(detail(thrown, CartProblems.class).getProblemsList()).hasSize(50);
    assertThat(detail(thrown, ErrorInfo.class).getReason()).isEqualTo("PRODUCT_INACTIVE");
    assertRefused(Outcome.CART_FULL, () -> shop.set(shop.product(1, 1), 1));
  }

  @Test
  void emptyCartIsRefused() {
    shop.set(shop.product(10, 1), 1);
    Cart cart = shop.cart();
    shop.checkout(cart);
    assertRefused(Outcome.CART_EMPTY, () -> shop.checkout(shop.cart()));
    assertThat(violatedFields(() -> shop.checkout(shop.withClient().cart())))
        .containsExactly("version");
  }

  @Test
  void requestIdIsBoundToItsCallerAndItsContent() {
    Cart cart = shop.set(shop.product(10, 5), 1);
    CheckoutRequest request = Shop.checkoutOf(cart).build();
    String invoice = shop.carts().checkout(request).getOrder().getInvoiceId();
    assertRefused(
        Outcome.REQUEST_ID_REUSED,
        () -> shop.carts().checkout(request.toBuilder().setNote("other").build()));
    Shop other = shop.withClient();
    assertRefused(
        Outcome.REQUEST_ID_REUSED,
        () -> other.carts().checkout(request.toBuilder().setClientId(other.client()).build()));
    assertRefused(Outcome.REQUEST_ID_REUSED, () -> shop.asClient().carts().checkout(request));
    assertThat(shop.carts().checkout(request).getOrder().getInvoiceId()).isEqualTo(invoice);
  }

  @Test
  void clientReachesOnlyTheirOwnCart() {
    Shop other = shop.withClient();
    Cart cart = other.set(other.product(10, 5), 1);
    Shop asClient = shop.asClient();
    assertThat(asClient.cart().getLinesList()).isEmpty();
    assertRefused(Outcome.CLIENT_NOT_FOUND, () -> asClient.cart(other.owner()));
    assertRefused(
        Outcome.CLIENT_NOT_FOUND, () -> asClient.set(other.owner(), Shop.line(Clinic.newId(), 1)));
    assertRefused(Outcome.CLIENT_NOT_FOUND, () -> asClient.checkout(cart));
    assertThat(other.cart()).isEqualTo(cart);
  }

  @Test
  void priceThatTheClientSendsIsNeverTheOneThatIsCharged() {
    String product = shop.product(500, 5);
    ErrorInfo refusal = assertRefused(Outcome.PRICE_CHANGED, () -> setSeeing(product, 1));
    assertThat(refusal.getMetadataMap())
        .containsEntry("seen_minor", "1")
        .containsEntry("price_minor", "500");
    assertThat(shop.cart().getLinesList()).isEmpty();
    assertThat(setSeeing(product, 900).getTotalMinor()).isEqualTo(500);
    assertRefused(
        Outcome.PRICE_CHANGED,
        () -> shop.checkout(shop.cart().toBuilder().setTotalMinor(499).build()));
  }

  @Test
  void foreignAndUnknownItemsAreRefused() {
    Shop foreign = Shop.open(server);
    assertRefused(Outcome.PRODUCT_NOT_FOUND, () -> shop.set(foreign.product(10, 5), 1));
    CartLineInput.Builder pet = Shop.line(shop.product(10, 5), 1);
    pet.getKeyBuilder().setPetId(shop.clinic().pet());
    assertRefused(Outcome.PET_NOT_FOUND, () -> shop.set(shop.owner(), pet));
    assertRefused(Outcome.PET_NOT_FOUND, () -> shop.set(Shop.guest(Clinic.newId()), pet));
    CartLineInput.Builder service = CartLineInput.newBuilder().setQuantity(1);
    service.getKeyBuilder().setServiceId(Clinic.newId());
    assertRefused(Outcome.SERVICE_NOT_FOUND, () -> shop.set(shop.owner(), service));
    assertThat(shop.cart().getLinesList()).isEmpty();
  }

  @Test
  void reservationOfAnotherClientIsUnknown() {
    String product = shop.product(10, 5);
    String reservation = shop.withClient().reserve(Shop.demand(product, 1)).getReservationId();
    Cart cart = shop.set(product, 1);
    CheckoutRequest.Builder request = Shop.checkoutOf(cart).setReservationId(reservation);
    assertRefused(Outcome.RESERVATION_NOT_FOUND, () -> shop.carts().checkout(request.build()));
    String own = shop.reserve(Shop.demand(product, 1)).getReservationId();
    shop.release(own);
    assertRefused(
        Outcome.RESERVATION_NOT_OPEN,
        () -> shop.carts().checkout(request.setReservationId(own).build()));
  }

  @Test
  void quantitiesOutsideTheContractAreRefused() {
    String product = shop.product(10, 5);
    IntStream.of(-1, 0, 101, Integer.MAX_VALUE, Integer.MIN_VALUE)
        .forEach(
            quantity ->
                assertThat(violatedFields(() -> shop.set(product, quantity)))
                    .containsExactly("line.quantity"));
    assertThat(shop.cart().getVersion()).isZero();
  }

  /**
   * Lines whose product is of another species, inactive, without prescription, too few, sold out.
   */
  private Cart cartOfEveryProblem() {
    String pet = shop.clinic().pet(shop.client(), "dog");
    String lost = shop.clinic().pet(shop.client(), "cat");
    set(Clinic.tablets(10).addSpecies("cat"), pet);
    set(Clinic.tablets(10), lost);
    Product.Builder inactive = Clinic.tablets(10);
    set(inactive, null);
    set(Clinic.tablets(10).setRequiresPrescription(true), null);
    set(Clinic.tablets(10).setMinQuantity(5), null);
    shop.set(shop.clinic().product(Clinic.tablets(10)), 1);
    shop.clinic().product(inactive.setActive(false));
    moveAway(lost);
    String code =
        shop.clinic()
            .coupon(
                Coupon.newBuilder()
                    .setCouponCode("MUCH")
                    .setDisplayName("Much")
                    .setRateBp(100)
                    .setMinSubtotalMinor(1_000_000)
                    .setActive(true));
    return shop.applyCoupon(code);
  }

  private void set(Product.Builder product, String pet) {
    shop.clinic().product(product);
    shop.receive(product.getProductId(), 10);
    CartLineInput.Builder line = Shop.line(product.getProductId(), 1);
    if (pet != null) {
      line.getKeyBuilder().setPetId(pet);
    }
    shop.set(shop.owner(), line);
  }

  private Cart setSeeing(String product, long price) {
    return shop.carts()
        .setCartLine(
            SetCartLineRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setOwner(shop.owner())
                .setLine(Shop.line(product, 1))
                .setSeenUnitPriceMinor(price)
                .build())
        .getCart();
  }

  /** The pet gets another owner. */
  private void moveAway(String pet) {
    String owner = shop.clinic().client();
    TestPostgres.execute(
        server.databaseUrl(),
        "UPDATE directory.pet SET client_id = '%s' WHERE pet_id = '%s'".formatted(owner, pet));
  }

  private String rows() {
    List<String> tables =
        List.of(
            "cart.cart",
            "cart.line",
            "cart.checkout",
            "stock.level",
            "stock.movement",
            "stock.lot_level",
            "payment.invoice",
            "payment.series",
            "kernel.answer");
    StringBuilder rows = new StringBuilder();
    for (String table : tables) {
      rows.append(
          Sql.rows(
              server.databaseUrl(),
              "SELECT t::text FROM %s AS t WHERE tenant_id = '%s' ORDER BY 1"
                  .formatted(table, shop.clinic().tenantId())));
    }
    return rows.toString();
  }
}
