package dev.corral.cart;

import static dev.corral.cart.CartCalls.bring;
import static dev.corral.cart.CartCalls.clearing;
import static dev.corral.cart.CartCalls.forPet;
import static dev.corral.cart.CartCalls.keys;
import static dev.corral.cart.CartCalls.quantities;
import static dev.corral.cart.CartCalls.variant;
import static dev.corral.cart.CartCalls.visit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartLineInput;
import dev.corral.cart.v1.CartOwner;
import dev.corral.cart.v1.MergeCartResponse;
import dev.corral.cart.v1.MergeStrategy;
import dev.corral.cart.v1.UnkeptLine;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a merge cannot keep is named, and is not lost. */
class MergeCartLimitsTest {

  private static final MergeStrategy ADD = MergeStrategy.MERGE_STRATEGY_ADD;

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);
  private final CartOwner guest = Shop.guest(Clinic.newId());
  private final String product = shop.product(500, 9);

  @AfterAll
  static void nothingIsOutOfStep() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void linesOverFiftyAreNamedAndStayInTheGuestsCart() {
    fill(48);
    List<CartLineInput.Builder> lines =
        Stream.of(
                line("new 1", 11),
                line("line 7", 12), // is in both
                line("new 2", 13),
                line("new 3", 14),
                line("new 4", 15))
            .toList();
    lines.forEach(line -> shop.set(guest, line));
    MergeCartResponse response = shop.merge(guest.getGuestToken(), ADD);

    Cart cart = response.getCart();
    assertThat(cart.getLinesList()).hasSize(50);
    assertThat(quantities(cart).get(6)).isEqualTo(13);
    assertThat(quantities(cart).subList(48, 50)).containsExactly(11, 13);
    assertThat(response.getUnkeptList().stream().map(UnkeptLine::getLine))
        .containsExactly(lines.get(3).build(), lines.get(4).build());
    assertThat(reasons(response)).containsOnly("CART_FULL");
    assertThat(keys(shop.cart(guest)))
        .containsExactly(lines.get(3).getKey(), lines.get(4).getKey());
    assertThat(quantities(shop.cart(guest))).containsExactly(14, 15);
  }

  @Test
  void linesThatStayedAreMergedWhenThereIsRoom() {
    fill(50);
    shop.set(guest, line("new", 3));
    MergeCartResponse full = shop.merge(guest.getGuestToken(), ADD);
    assertThat(full.getUnkeptList()).hasSize(1);
    assertThat(full.getCart().getVersion()).isEqualTo(50);
    assertThat(shop.cart(guest).getVersion()).isEqualTo(1);

    shop.carts().clearCart(clearing(full.getCart()).build());
    MergeCartResponse roomy = shop.merge(guest.getGuestToken(), ADD);
    assertThat(roomy.getUnkeptList()).isEmpty();
    assertThat(quantities(roomy.getCart())).containsExactly(3);
    assertThat(shop.cart(guest).getLinesList()).isEmpty();
  }

  @Test
  void linesOfADeviceOverFiftyAreNamedInItsOrder() {
    fill(49);
    CartLineInput.Builder[] lines =
        IntStream.rangeClosed(1, 50)
            .mapToObj(i -> line("new " + i, i))
            .toArray(CartLineInput.Builder[]::new);
    MergeCartResponse response = bring(shop, ADD, lines);
    assertThat(response.getCart().getLinesList()).hasSize(50);
    assertThat(response.getUnkeptList().stream().map(u -> u.getLine().getQuantity()))
        .isEqualTo(IntStream.rangeClosed(2, 50).boxed().toList());
  }

  @Test
  void whatASumHasOverAHundredIsNamed() {
    shop.set(product, 60);
    shop.set(guest, Shop.line(product, 70));
    MergeCartResponse response = shop.merge(guest.getGuestToken(), ADD);
    assertThat(quantities(response.getCart())).containsExactly(100);
    assertThat(response.getUnkeptList())
        .singleElement()
        .satisfies(
            unkept -> {
              assertThat(unkept.getLine()).isEqualTo(Shop.line(product, 30).build());
              assertThat(unkept.getError().getReason()).isEqualTo("QUANTITY_NOT_ALLOWED");
              assertThat(unkept.getError().getMetadataMap())
                  .containsEntry("asked", "130")
                  .containsEntry("min", "1")
                  .containsEntry("max", "100");
              assertThat(unkept.getDescription()).isNotBlank();
            });
    assertThat(shop.cart(guest).getLinesList()).isEmpty();
  }

  @Test
  void linesOfADeviceThatSumUpToMoreThanAHundredAreCutToIt() {
    MergeCartResponse response =
        bring(
            shop,
            MergeStrategy.MERGE_STRATEGY_GUEST,
            Shop.line(product, 60),
            Shop.line(product, 60));
    assertThat(quantities(response.getCart())).containsExactly(100);
    assertThat(response.getUnkept(0).getLine().getQuantity()).isEqualTo(20);
    MergeCartResponse account =
        bring(
            shop,
            MergeStrategy.MERGE_STRATEGY_ACCOUNT,
            Shop.line(product, 60),
            Shop.line(product, 60));
    assertThat(account.getCart()).isEqualTo(response.getCart());
    assertThat(account.getUnkeptList()).isEmpty();
  }

  @Test
  void unknownItemsAndPetsOfOthersAreNamedAndTheRestIsKept() {
    Shop foreign = Shop.open(server);
    String own = shop.clinic().pet(shop.client(), "dog");
    String service = shop.clinic().service(30);
    CartLineInput.Builder[] lines = {
      Shop.line(foreign.product(500, 9), 1),
      forPet(Shop.line(product, 2), own),
      visit(foreign.clinic().service(30), 3),
      forPet(visit(service, 4), shop.clinic().pet()),
      visit(service, 5),
      forPet(Shop.line(product, 6), foreign.clinic().pet()),
      Shop.line(service, 7),
      visit(product, 8).setPrescriptionReference("file 7"),
    };
    MergeCartResponse response = bring(shop, ADD, lines);
    assertThat(quantities(response.getCart())).containsExactly(2, 5);
    assertThat(response.getUnkeptList().stream().map(UnkeptLine::getLine))
        .isEqualTo(IntStream.of(0, 2, 3, 5, 6, 7).mapToObj(i -> lines[i].build()).toList());
    assertThat(reasons(response))
        .containsExactly(
            "PRODUCT_NOT_FOUND",
            "SERVICE_NOT_FOUND",
            "PET_NOT_FOUND",
            "PET_NOT_FOUND",
            "PRODUCT_NOT_FOUND",
            "SERVICE_NOT_FOUND");
    assertThat(shop.cart()).isEqualTo(response.getCart());
  }

  @Test
  void linesThatCannotBeKeptTakeNoPlaceOfOthers() {
    fill(49);
    MergeCartResponse response =
        bring(shop, ADD, Shop.line(Clinic.newId(), 1), line("new", 2), line("line 1", 3));
    assertThat(reasons(response)).containsExactly("PRODUCT_NOT_FOUND");
    assertThat(quantities(response.getCart()).getFirst()).isEqualTo(4);
    assertThat(quantities(response.getCart()).getLast()).isEqualTo(2);
  }

  private CartLineInput.Builder line(String variant, int quantity) {
    return variant(Shop.line(product, quantity), variant);
  }

  /** So many lines into the client's cart. */
  private void fill(int lines) {
    IntStream.rangeClosed(1, lines).forEach(i -> shop.set(shop.owner(), line("line " + i, 1)));
  }

  private static List<String> reasons(MergeCartResponse response) {
    return response.getUnkeptList().stream().map(u -> u.getError().getReason()).toList();
  }
}
