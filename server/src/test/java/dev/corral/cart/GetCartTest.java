package dev.corral.cart;

import static dev.corral.cart.CartCalls.assertSums;
import static dev.corral.cart.CartCalls.forPet;
import static dev.corral.cart.CartCalls.keys;
import static dev.corral.cart.CartCalls.variant;
import static dev.corral.cart.CartCalls.visit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartLine;
import dev.corral.cart.v1.CartLineInput;
import dev.corral.cart.v1.CartOwner;
import dev.corral.catalog.v1.Product;
import dev.corral.catalog.v1.Service;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A cart as it is read: everything in it is as the catalogue and the shelves have it now. */
class GetCartTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);

  @AfterAll
  static void nothingIsOutOfStep() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void cartThatWasNeverChangedIsEmpty() {
    for (CartOwner owner : List.of(shop.owner(), Shop.guest(Clinic.newId()))) {
      assertThat(shop.cart(owner))
          .isEqualTo(
              Cart.newBuilder()
                  .setOwner(owner)
                  .setCurrencyCode("PYG")
                  .setPricesIncludeTax(true)
                  .build());
    }
  }

  @Test
  void fiftyLinesOfProductsAndServicesStandInTheirOrder() {
    String pet = shop.clinic().pet(shop.client(), "dog");
    List<CartLineInput.Builder> lines = IntStream.range(0, 50).mapToObj(i -> line(i, pet)).toList();
    lines.forEach(line -> shop.set(shop.owner(), line));
    Cart cart = shop.cart();
    assertThat(keys(cart)).isEqualTo(lines.stream().map(CartLineInput.Builder::getKey).toList());
    assertThat(cart.getLinesList().stream().map(CartLine::getUnitPriceMinor))
        .isEqualTo(IntStream.range(0, 50).mapToObj(i -> 1_000L + i).toList());
    assertThat(cart.getLinesList().stream().map(CartLine::getTaxRateBp))
        .isEqualTo(IntStream.range(0, 50).mapToObj(i -> 10 * i).toList());
    assertThat(cart.getLinesList().stream().map(CartLine::hasAvailable))
        .isEqualTo(IntStream.range(0, 50).mapToObj(i -> i % 2 == 0).toList());
    assertThat(cart.getProblemsList()).isEmpty();
    assertThat(cart.getVersion()).isEqualTo(50);
    assertThat(cart.hasUpdateTime()).isTrue();
    assertSums(cart);
    assertThat(shop.checkout(cart).getTotalMinor()).isEqualTo(cart.getTotalMinor());
  }

  /** A product or a service with its price and its tax; every third line is for a pet. */
  private CartLineInput.Builder line(int i, String pet) {
    CartLineInput.Builder line;
    if (i % 2 == 0) {
      String id = shop.clinic().product(Clinic.tablets(1_000 + i).setTaxRateBp(10 * i));
      shop.receive(id, 100);
      line = Shop.line(id, 1 + i);
    } else {
      Service.Builder service =
          Clinic.consultation(30).setPriceMinor(1_000 + i).setTaxRateBp(10 * i);
      line = visit(shop.clinic().service(service), 1 + i);
    }
    return i % 3 == 0 ? forPet(line, pet) : line;
  }

  @Test
  void changesOfTheCatalogueShowAtOnceWithoutAChangeOfTheCart() {
    Product.Builder product = Clinic.tablets(500);
    Service.Builder service = Clinic.consultation(30);
    shop.clinic().product(product);
    shop.receive(product.getProductId(), 9);
    shop.set(product.getProductId(), 2);
    Cart before = shop.set(shop.owner(), visit(shop.clinic().service(service), 1));
    shop.clinic()
        .product(
            product
                .setPriceMinor(700)
                .setTaxRateBp(500)
                .setDisplayName("New tablets")
                .setRequiresPrescription(true));
    shop.clinic().service(service.setPriceMinor(10).setDisplayName("New visit"));
    Cart cart = shop.cart();
    assertThat(cart.getLines(0).getUnitPriceMinor()).isEqualTo(700);
    assertThat(cart.getLines(0).getTaxRateBp()).isEqualTo(500);
    assertThat(cart.getLines(0).getDisplayName()).isEqualTo("New tablets");
    assertThat(cart.getLines(0).getRequiresPrescription()).isTrue();
    assertThat(cart.getLines(1).getDisplayName()).isEqualTo("New visit");
    assertThat(cart.getTotalMinor()).isEqualTo(1_410);
    assertThat(cart.getVersion()).isEqualTo(before.getVersion());
    assertThat(cart.getUpdateTime()).isEqualTo(before.getUpdateTime());
    assertThat(Shop.problems(cart)).containsExactly("PRESCRIPTION_REQUIRED");
  }

  @Test
  void availableIsWhatAllLocationsHaveForAllLinesTogether() {
    String product = shop.product(500, 3);
    shop.location("van");
    shop.receive("van", shop.lot(product, "GOOD", 4, 30), shop.lot(product, "BAD", 5, -2));
    shop.set(product, 1);
    assertThat(available(shop.set(shop.owner(), variant(Shop.line(product, 1), "beef"))))
        .containsExactly(7L, 7L);
    shop.withClient().reserve(Shop.demand(product, 2));
    assertThat(available(shop.cart())).containsExactly(5L, 5L);
    String over = shop.reserve(Shop.demand(product, 5)).getReservationId();
    assertThat(available(shop.cart())).containsExactly(0L, 0L);
    shop.expire(over);
    assertThat(available(shop.cart())).containsExactly(5L, 5L);
  }

  @Test
  void priceOfNothingIsAPrice() {
    Cart cart = shop.set(shop.product(0, 9), 3);
    assertThat(cart.getTotalMinor()).isZero();
    assertThat(cart.getProblemsList()).isEmpty();
    assertThat(shop.checkout(cart).getTotalMinor()).isZero();
  }

  private static List<Long> available(Cart cart) {
    return cart.getLinesList().stream().map(CartLine::getAvailable).toList();
  }
}
