package dev.corral.cart;

import static dev.corral.cart.CartCalls.forPet;
import static dev.corral.cart.CartCalls.keys;
import static dev.corral.cart.CartCalls.quantities;
import static dev.corral.cart.CartCalls.setting;
import static dev.corral.cart.CartCalls.stored;
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
import dev.corral.cart.v1.CartLine;
import dev.corral.cart.v1.CartLineInput;
import dev.corral.cart.v1.CartOwner;
import dev.corral.cart.v1.DeviceLines;
import dev.corral.cart.v1.MergeCartRequest;
import dev.corral.cart.v1.RemoveCartLineRequest;
import dev.corral.cart.v1.SetCartLineRequest;
import dev.corral.kernel.Outcome;
import dev.corral.kernel.Reason;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines are set one by one: what tells them apart, and what cannot be set. */
class SetCartLineTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);
  private final CartOwner owner = shop.owner();

  @AfterAll
  static void nothingIsOutOfStep() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void itemVariantAndPetTellLinesApartInTheOrderOfTheirFirstSetting() {
    String product = shop.product(500, 9);
    String service = shop.clinic().service(30);
    String pet = shop.clinic().pet(shop.client(), "dog");
    List<CartLineInput.Builder> lines =
        List.of(
            Shop.line(product, 1),
            visit(service, 2),
            variant(Shop.line(product, 3), "chicken"),
            variant(Shop.line(product, 4), "Chicken"),
            forPet(Shop.line(product, 5), pet),
            forPet(variant(Shop.line(product, 6), "chicken"), pet),
            forPet(visit(service, 7), pet));
    lines.forEach(line -> shop.set(owner, line));
    Cart cart = shop.cart();
    assertThat(keys(cart)).isEqualTo(lines.stream().map(CartLineInput.Builder::getKey).toList());
    assertThat(quantities(cart)).containsExactly(1, 2, 3, 4, 5, 6, 7);
    assertThat(cart.getLinesList().stream().map(CartLine::getLineNumber))
        .containsExactly(1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void lineThatIsSetAgainChangesWhereItStands() {
    String first = shop.product(500, 9);
    String second = shop.product(700, 9);
    shop.set(first, 1);
    shop.set(second, 1);
    Cart cart = shop.set(owner, Shop.line(first, 4).setPrescriptionReference("file 7"));
    assertThat(keys(cart)).extracting(key -> key.getProductId()).containsExactly(first, second);
    assertThat(quantities(cart)).containsExactly(4, 1);
    assertThat(cart.getLines(0).getPrescriptionReference()).isEqualTo("file 7");
    assertThat(shop.set(first, 4).getLines(0).getPrescriptionReference()).isEmpty();
  }

  @Test
  void versionRisesWithEachChangeAndOnlyWithOne() {
    String product = shop.product(500, 9);
    assertThat(shop.cart().getVersion()).isZero();
    Cart cart = shop.set(product, 1);
    assertThat(cart.getVersion()).isEqualTo(1);
    assertThat(shop.set(product, 1)).isEqualTo(cart);
    assertThat(shop.set(product, 2).getVersion()).isEqualTo(2);
    Cart filed = shop.set(owner, Shop.line(product, 2).setPrescriptionReference("file 7"));
    assertThat(filed.getVersion()).isEqualTo(3);
    assertThat(shop.cart()).isEqualTo(filed);
  }

  @Test
  void versionThatWasSeenIsCheckedOnlyWhenItIsSent() {
    String product = shop.product(500, 9);
    shop.set(product, 1);
    Cart cart = shop.set(product, 2);
    for (long stale : new long[] {1, 3, Long.MAX_VALUE}) {
      ErrorInfo refusal =
          assertNothing(
              Outcome.STALE_VERSION, setting(owner, Shop.line(product, 3)).setVersion(stale));
      assertThat(refusal.getMetadataMap()).containsEntry("version", "2");
    }
    send(setting(owner, Shop.line(product, 3)).setVersion(cart.getVersion()));
    assertThat(quantities(shop.set(product, 4))).containsExactly(4);
  }

  @Test
  void lowerPriceThatTheCallerSawIsRefusedAndTheCataloguesIsUsedInAnyCase() {
    String product = shop.product(500, 9);
    ErrorInfo refusal =
        assertNothing(
            Outcome.PRICE_CHANGED,
            setting(owner, Shop.line(product, 2)).setSeenUnitPriceMinor(499));
    assertThat(refusal.getMetadataMap())
        .containsEntry("seen_minor", "499")
        .containsEntry("price_minor", "500");
    assertNothing(
        Outcome.PRICE_CHANGED, setting(owner, Shop.line(product, 2)).setSeenUnitPriceMinor(0));
    for (long seen : new long[] {500, 501, 1_000_000_000_000_000L}) {
      Cart cart = send(setting(owner, Shop.line(product, 2)).setSeenUnitPriceMinor(seen));
      assertThat(cart.getLines(0).getUnitPriceMinor()).isEqualTo(500);
      assertThat(cart.getTotalMinor()).isEqualTo(1_000);
    }
    String service = shop.clinic().service(30);
    assertNothing(
        Outcome.PRICE_CHANGED, setting(owner, visit(service, 1)).setSeenUnitPriceMinor(149_999));
  }

  @Test
  void fiftyFirstLineIsRefusedAndTheOthersCanStillChange() {
    String product = shop.product(500, 9);
    IntStream.rangeClosed(1, 50)
        .forEach(i -> shop.set(owner, variant(Shop.line(product, 1), "v" + i)));
    assertNothing(Outcome.CART_FULL, setting(owner, Shop.line(product, 1)));
    assertNothing(Outcome.CART_FULL, setting(owner, visit(shop.clinic().service(30), 1)));
    Cart cart = shop.set(owner, variant(Shop.line(product, 9), "v50"));
    assertThat(cart.getLinesList()).hasSize(50);
    assertThat(cart.getLines(49).getQuantity()).isEqualTo(9);
  }

  @Test
  void itemsAndPetsOfOthersAreRefused() {
    Shop foreign = Shop.open(server);
    String product = shop.product(500, 9);
    String service = shop.clinic().service(30);
    assertNothing(Outcome.PRODUCT_NOT_FOUND, setting(owner, Shop.line(foreign.product(500, 9), 1)));
    assertNothing(Outcome.PRODUCT_NOT_FOUND, setting(owner, Shop.line(service, 1)));
    assertNothing(
        Outcome.SERVICE_NOT_FOUND, setting(owner, visit(foreign.clinic().service(30), 1)));
    assertNothing(Outcome.SERVICE_NOT_FOUND, setting(owner, visit(product, 1)));
    for (String pet : List.of(Clinic.newId(), shop.clinic().pet(), foreign.clinic().pet())) {
      assertNothing(Outcome.PET_NOT_FOUND, setting(owner, forPet(Shop.line(product, 1), pet)));
    }
  }

  @Test
  void nilPetIsNoPetAndRefusedWhereverALineIsNamed() {
    CartLineInput.Builder line =
        forPet(Shop.line(shop.product(500, 9), 1), "00000000-0000-0000-0000-000000000000");
    assertThat(violatedFields(() -> shop.set(shop.owner(), line)))
        .containsExactly("line.key.pet_id");
    RemoveCartLineRequest.Builder removal =
        RemoveCartLineRequest.newBuilder()
            .setRequestId(Clinic.newId())
            .setOwner(shop.owner())
            .setKey(line.getKey());
    assertThat(violatedFields(() -> shop.carts().removeCartLine(removal.build())))
        .containsExactly("key.pet_id");
    MergeCartRequest.Builder merge =
        MergeCartRequest.newBuilder()
            .setRequestId(Clinic.newId())
            .setClientId(shop.client())
            .setDeviceLines(DeviceLines.newBuilder().addLines(line));
    assertThat(violatedFields(() -> shop.carts().mergeCart(merge.build())))
        .containsExactly("device_lines.lines[0].key.pet_id");
  }

  @Test
  void guestHasLinesButNoPet() {
    CartOwner guest = Shop.guest(Clinic.newId());
    String product = shop.product(500, 9);
    String pet = shop.clinic().pet(shop.client(), "dog");
    assertNothing(Outcome.PET_NOT_FOUND, setting(guest, forPet(Shop.line(product, 1), pet)));
    Cart cart = shop.set(guest, Shop.line(product, 2));
    assertThat(cart.getOwner()).isEqualTo(guest);
    assertThat(cart.getTotalMinor()).isEqualTo(1_000);
    assertThat(shop.cart(guest)).isEqualTo(cart);
  }

  @Test
  void guestWhoseTokenIsAClientsIdHasAnotherCart() {
    String product = shop.product(500, 9);
    shop.set(product, 1);
    shop.set(Shop.guest(shop.client()), Shop.line(product, 2));
    assertThat(quantities(shop.cart())).containsExactly(1);
    assertThat(quantities(shop.cart(Shop.guest(shop.client())))).containsExactly(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 101, Integer.MAX_VALUE})
  void quantityIsFromOneToAHundred(int quantity) {
    String product = shop.product(500, 9);
    assertThat(violatedFields(() -> shop.set(product, quantity))).containsExactly("line.quantity");
    assertThat(stored(server, shop.clinic())).noneMatch(row -> row.startsWith("cart."));
    assertThat(quantities(shop.set(product, 1))).containsExactly(1);
    assertThat(quantities(shop.set(product, 100))).containsExactly(100);
  }

  @Test
  void requestThatBreaksTheContractNamesEveryField() {
    SetCartLineRequest request =
        SetCartLineRequest.newBuilder()
            .setRequestId("x")
            .setOwner(CartOwner.getDefaultInstance())
            .setLine(
                variant(Shop.line("y", 0), "v".repeat(101))
                    .setPrescriptionReference("p".repeat(201)))
            .setSeenUnitPriceMinor(-1)
            .setVersion(-1)
            .build();
    assertThat(violatedFields(() -> shop.carts().setCartLine(request)))
        .containsExactlyInAnyOrder(
            "request_id",
            "owner.owner",
            "line.key.product_id",
            "line.key.variant",
            "line.quantity",
            "line.prescription_reference",
            "seen_unit_price_minor",
            "version");
  }

  @Test
  void repeatedRequestReturnsTheFirstAnswerAndAnotherContentIsRefused() {
    String product = shop.product(500, 9);
    SetCartLineRequest.Builder request = setting(owner, Shop.line(product, 2));
    Cart first = send(request);
    shop.set(product, 5);
    assertThat(send(request)).isEqualTo(first);
    assertThat(quantities(shop.cart())).containsExactly(5);
    SetCartLineRequest.Builder other = request.clone();
    other.getLineBuilder().setQuantity(3);
    assertNothing(Outcome.REQUEST_ID_REUSED, other);
    assertNothing(Outcome.REQUEST_ID_REUSED, request.clone().setVersion(1));
  }

  @Test
  void requestThatWasRefusedMaySucceedWithTheSameId() {
    String product = shop.product(500, 9);
    SetCartLineRequest.Builder request =
        setting(owner, Shop.line(product, 2)).setSeenUnitPriceMinor(1);
    assertNothing(Outcome.PRICE_CHANGED, request);
    Cart cart = send(request.setSeenUnitPriceMinor(500));
    assertThat(quantities(cart)).containsExactly(2);
  }

  private Cart send(SetCartLineRequest.Builder request) {
    return shop.carts().setCartLine(request.build()).getCart();
  }

  /** Asserts that a request is refused and that nothing is stored. */
  private ErrorInfo assertNothing(Reason reason, SetCartLineRequest.Builder request) {
    List<String> before = stored(server, shop.clinic());
    ErrorInfo refusal = assertRefused(reason, () -> send(request));
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
    return refusal;
  }
}
