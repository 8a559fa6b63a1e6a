package dev.corral.cart;

import static dev.corral.cart.CartCalls.applying;
import static dev.corral.cart.CartCalls.forPet;
import static dev.corral.cart.CartCalls.giveAway;
import static dev.corral.cart.CartCalls.preview;
import static dev.corral.cart.CartCalls.previewing;
import static dev.corral.cart.CartCalls.rate;
import static dev.corral.cart.CartCalls.variant;
import static dev.corral.cart.CartCalls.visit;
import static dev.corral.cart.ShownProblems.assertRefusedAsShown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartProblem;
import dev.corral.catalog.v1.Coupon;
import dev.corral.catalog.v1.Product;
import dev.corral.catalog.v1.Service;
import dev.corral.kernel.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a checkout would refuse a cart for, each kind alone and all at once. */
class CartProblemsTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);
  private final Product.Builder product = Clinic.tablets(500);
  private final String id = product.getProductId();

  CartProblemsTest() {
    shop.clinic().product(product);
    shop.receive(id, 9);
  }

  @AfterAll
  static void nothingIsOutOfStep() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void petThatHasAnotherOwner() {
    String pet = shop.clinic().pet(shop.client(), "dog");
    shop.set(id, 1);
    shop.set(shop.owner(), forPet(Shop.line(id, 1), pet));
    giveAway(shop.clinic(), pet);
    assertOnly(Outcome.PET_NOT_FOUND, 2, Map.of("product_id", id, "pet_id", pet));
  }

  @Test
  void inactiveProductOnEachLineOfIt() {
    shop.set(id, 1);
    shop.set(shop.owner(), variant(Shop.line(id, 1), "beef"));
    shop.clinic().product(product.setActive(false));
    assertThat(shop.cart().getProblemsList().stream().map(CartProblem::getLineNumber))
        .containsExactly(1, 2);
    assertRefusedAsShown(server, shop, Outcome.PRODUCT_INACTIVE);
    shop.clinic().product(product.setActive(true));
    assertThat(shop.checkout(shop.cart()).getTotalMinor()).isEqualTo(1_000);
  }

  @Test
  void inactiveService() {
    Service.Builder service = Clinic.consultation(30);
    shop.set(shop.owner(), visit(shop.clinic().service(service), 1));
    shop.clinic().service(service.setActive(false));
    assertOnly(Outcome.SERVICE_INACTIVE, 1, Map.of("service_id", service.getServiceId()));
  }

  @Test
  void speciesOfThePetAndNotOfALineWithoutOne() {
    String dog = shop.clinic().pet(shop.client(), "dog");
    String cat = shop.clinic().pet(shop.client(), "cat");
    shop.clinic().product(product.addSpecies("cat"));
    shop.set(id, 1);
    shop.set(shop.owner(), forPet(Shop.line(id, 1), cat));
    shop.set(shop.owner(), forPet(Shop.line(id, 1), dog));
    assertOnly(Outcome.SPECIES_NOT_ALLOWED, 3, Map.of("product_id", id, "pet_id", dog));
  }

  @Test
  void speciesOfAService() {
    String dog = shop.clinic().pet(shop.client(), "dog");
    String service = shop.clinic().service(Clinic.consultation(30).addSpecies("cat"));
    shop.set(shop.owner(), forPet(visit(service, 1), dog));
    assertOnly(Outcome.SPECIES_NOT_ALLOWED, 1, Map.of("service_id", service, "pet_id", dog));
  }

  @Test
  void missingPrescriptionIsOfTheLineAndGoneWithIt() {
    shop.clinic().product(product.setRequiresPrescription(true));
    shop.set(shop.owner(), Shop.line(id, 1).setPrescriptionReference("file 7"));
    shop.set(shop.owner(), variant(Shop.line(id, 1), "beef"));
    assertOnly(Outcome.PRESCRIPTION_REQUIRED, 2, Map.of("product_id", id));
    Cart cart =
        shop.set(
            shop.owner(), variant(Shop.line(id, 1), "beef").setPrescriptionReference("file 8"));
    assertThat(shop.checkout(cart).getTotalMinor()).isEqualTo(1_000);
  }

  @Test
  void quantityIsCountedOverAllLinesAndTheFirstIsNamed() {
    shop.clinic().product(product.setMinQuantity(3).setMaxQuantity(5));
    shop.set(shop.product(1, 9), 1);
    shop.set(id, 1);
    shop.set(shop.owner(), variant(Shop.line(id, 1), "beef"));
    assertOnly(
        Outcome.QUANTITY_NOT_ALLOWED,
        2,
        Map.of("product_id", id, "asked", "2", "min", "3", "max", "5"));
    shop.set(id, 2);
    assertThat(shop.cart().getProblemsList()).isEmpty();
    shop.set(id, 4);
    assertThat(shop.cart().getProblemsList()).isEmpty();
    shop.set(id, 5);
    assertOnly(
        Outcome.QUANTITY_NOT_ALLOWED,
        2,
        Map.of("product_id", id, "asked", "6", "min", "3", "max", "5"));
  }

  @Test
  void stockIsCountedOverAllLinesAndTheFirstIsNamed() {
    shop.set(shop.product(1, 9), 1);
    shop.set(id, 5);
    shop.set(shop.owner(), variant(Shop.line(id, 5), "beef"));
    assertOnly(Outcome.OUT_OF_STOCK, 2, Map.of("product_id", id, "asked", "10", "available", "9"));
    shop.receive(id, 1);
    assertThat(shop.cart().getProblemsList()).isEmpty();
  }

  @Test
  void stockThatOthersHoldOrThatIsUnusableIsNotThere() {
    shop.receive("", shop.lot(id, "OLD", 5, -2));
    shop.withClient().reserve(Shop.demand(id, 8));
    shop.set(id, 2);
    assertOnly(Outcome.OUT_OF_STOCK, 1, Map.of("product_id", id, "asked", "2", "available", "1"));
  }

  @Test
  void productThatWasNeverReceivedIsOutOfStock() {
    String never = shop.product(5, 0);
    shop.set(never, 1);
    assertOnly(
        Outcome.OUT_OF_STOCK, 1, Map.of("product_id", never, "asked", "1", "available", "0"));
  }

  @Test
  void totalOverTheOneThatWasSeenIsAProblemOfThePreview() {
    Cart cart = shop.set(id, 2);
    Cart seen =
        shop.carts().previewCheckout(previewing(shop).setSeenTotalMinor(999).build()).getCart();
    assertThat(seen.getProblemsList())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.hasLineNumber()).isFalse();
              assertThat(problem.getError().getMetadataMap())
                  .isEqualTo(Map.of("seen_minor", "999", "total_minor", "1000"));
            });
    assertThat(Shop.problems(seen)).containsExactly("PRICE_CHANGED");
    assertThat(
            shop.carts()
                .previewCheckout(previewing(shop).setSeenTotalMinor(1_000).build())
                .getCart())
        .isEqualTo(preview(shop))
        .isEqualTo(cart);
  }

  @Test
  void emptyCartIsAProblemOfThePreviewAloneAlsoWithACoupon() {
    assertThat(Shop.problems(preview(shop))).containsExactly("CART_EMPTY");
    Cart cart = shop.applyCoupon(shop.clinic().coupon(rate("TEN", 1_000)));
    assertThat(cart.getProblemsList()).isEmpty();
    assertRefusedAsShown(server, shop, Outcome.CART_EMPTY);
  }

  @Test
  void sumThatIsTooLargeIsAProblemAndNoAmountIsShown() {
    long most = 1_000_000_000_000_000L;
    shop.clinic().product(product.setPriceMinor(most));
    Cart cart = shop.set(id, 1);
    assertThat(cart.getTotalMinor()).isEqualTo(most);
    assertThat(cart.getProblemsList()).isEmpty();
    cart = shop.set(id, 2);
    assertThat(Shop.problems(cart)).containsExactly("AMOUNT_TOO_LARGE");
    assertThat(cart.getTotalMinor()).isZero();
    assertRefusedAsShown(server, shop, Outcome.AMOUNT_TOO_LARGE);
    shop.carts()
        .applyCoupon(applying(shop.owner(), shop.clinic().coupon(rate("FREE", 10_000))).build());
    assertRefusedAsShown(server, shop, Outcome.AMOUNT_TOO_LARGE);
  }

  @Test
  void allKindsComeAtOnceByKindThenByLine() {
    String dog = shop.clinic().pet(shop.client(), "dog");
    String moved = shop.clinic().pet(shop.client(), "dog");
    Service.Builder service = Clinic.consultation(30).addSpecies("cat");
    shop.clinic().service(service);
    Coupon.Builder coupon = rate("MUCH", 100).setMinSubtotalMinor(1_000_000_000);
    shop.set(shop.owner(), forPet(visit(service.getServiceId(), 1), dog));
    shop.set(shop.owner(), forPet(Shop.line(id, 50), dog));
    shop.set(shop.owner(), forPet(Shop.line(id, 50), moved));
    shop.applyCoupon(shop.clinic().coupon(coupon));
    giveAway(shop.clinic(), moved);
    shop.clinic().service(service.setActive(false));
    shop.clinic()
        .product(
            product
                .addSpecies("cat")
                .setActive(false)
                .setRequiresPrescription(true)
                .setMaxQuantity(20));
    List<String> expected =
        List.of(
            "3 PET_NOT_FOUND",
            "2 PRODUCT_INACTIVE",
            "3 PRODUCT_INACTIVE",
            "1 SERVICE_INACTIVE",
            "1 SPECIES_NOT_ALLOWED",
            "2 SPECIES_NOT_ALLOWED",
            "2 PRESCRIPTION_REQUIRED",
            "3 PRESCRIPTION_REQUIRED",
            "2 QUANTITY_NOT_ALLOWED",
            "2 OUT_OF_STOCK",
            "0 COUPON_MINIMUM_NOT_REACHED");
    assertThat(shown(shop.cart().getProblemsList())).isEqualTo(expected);
    assertRefusedAsShown(server, shop, Outcome.PET_NOT_FOUND);
  }

  /** Asserts that the cart has this problem alone, for a person too, and is refused for it. */
  private void assertOnly(Outcome reason, int line, Map<String, String> metadata) {
    assertThat(shop.cart().getProblemsList())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.getLineNumber()).isEqualTo(line);
              assertThat(problem.getError().getReason()).isEqualTo(reason.name());
              assertThat(problem.getError().getMetadataMap()).isEqualTo(metadata);
              assertThat(problem.getDescription()).isEqualTo(reason.sentence());
            });
    assertRefusedAsShown(server, shop, reason);
  }

  private static List<String> shown(List<CartProblem> problems) {
    return problems.stream().map(p -> p.getLineNumber() + " " + p.getError().getReason()).toList();
  }
}
