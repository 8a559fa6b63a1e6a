package dev.corral.cart;

import static dev.corral.cart.CartCalls.applying;
import static dev.corral.cart.CartCalls.bring;
import static dev.corral.cart.CartCalls.bringing;
import static dev.corral.cart.CartCalls.keys;
import static dev.corral.cart.CartCalls.quantities;
import static dev.corral.cart.CartCalls.rate;
import static dev.corral.cart.CartCalls.variant;
import static dev.corral.cart.CartCalls.visit;
import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartLineInput;
import dev.corral.cart.v1.MergeCartRequest;
import dev.corral.cart.v1.MergeCartResponse;
import dev.corral.cart.v1.MergeStrategy;
import dev.corral.kernel.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A guest signs in: the lines of the guest's cart or of a device go into the client's. */
class MergeCartTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);
  private final String guest = Clinic.newId();

  @AfterAll
  static void nothingIsOutOfStep() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "MERGE_STRATEGY_UNSPECIFIED, MERGE_STRATEGY_LARGER, 2, 3, 3",
    "MERGE_STRATEGY_UNSPECIFIED, MERGE_STRATEGY_LARGER, 4, 1, 4",
    "MERGE_STRATEGY_LARGER, MERGE_STRATEGY_LARGER, 2, 3, 3",
    "MERGE_STRATEGY_LARGER, MERGE_STRATEGY_LARGER, 4, 1, 4",
    "MERGE_STRATEGY_ADD, MERGE_STRATEGY_ADD, 2, 3, 5",
    "MERGE_STRATEGY_ADD, MERGE_STRATEGY_ADD, 99, 1, 100",
    "MERGE_STRATEGY_GUEST, MERGE_STRATEGY_GUEST, 2, 3, 3",
    "MERGE_STRATEGY_GUEST, MERGE_STRATEGY_GUEST, 4, 1, 1",
    "MERGE_STRATEGY_ACCOUNT, MERGE_STRATEGY_ACCOUNT, 2, 3, 2",
    "MERGE_STRATEGY_ACCOUNT, MERGE_STRATEGY_ACCOUNT, 4, 1, 4",
  })
  void strategySetsTheQuantityOfALineThatIsInBoth(
      MergeStrategy asked, MergeStrategy used, int client, int other, int merged) {
    String product = shop.product(500, 9);
    shop.set(product, client);
    shop.set(Shop.guest(guest), Shop.line(product, other));
    Shop second = shop.withClient();
    second.set(product, client);
    for (MergeCartResponse response :
        List.of(shop.merge(guest, asked), bring(second, asked, Shop.line(product, other)))) {
      assertThat(response.getStrategy()).isEqualTo(used);
      assertThat(quantities(response.getCart())).containsExactly(merged);
      assertThat(response.getUnkeptList()).isEmpty();
    }
    assertThat(shop.cart(Shop.guest(guest)).getLinesList()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void clientsLinesComeFirstAndThenTheOthersEachInItsOrder(boolean fromGuest) {
    List<CartLineInput.Builder> lines = lines();
    for (int i : new int[] {5, 1, 3}) {
      shop.set(shop.owner(), lines.get(i));
    }
    CartLineInput.Builder[] brought =
        List.of(lines.get(4), lines.get(1), lines.get(0), lines.get(5), lines.get(2))
            .toArray(CartLineInput.Builder[]::new);
    Cart cart =
        fromGuest
            ? mergeOfGuest(brought)
            : bring(shop, MergeStrategy.MERGE_STRATEGY_LARGER, brought).getCart();
    assertThat(keys(cart))
        .isEqualTo(List.of(5, 1, 3, 4, 0, 2).stream().map(i -> lines.get(i).getKey()).toList());
    assertThat(cart.getVersion()).isEqualTo(4);
    assertThat(shop.cart()).isEqualTo(cart);
  }

  private Cart mergeOfGuest(CartLineInput.Builder... lines) {
    for (CartLineInput.Builder line : lines) {
      shop.set(Shop.guest(guest), line);
    }
    return shop.merge(guest, MergeStrategy.MERGE_STRATEGY_LARGER).getCart();
  }

  /** Six different lines, the ids of whose items are in no order. */
  private List<CartLineInput.Builder> lines() {
    String product = shop.product(500, 99);
    List<CartLineInput.Builder> lines =
        new ArrayList<>(
            List.of(
                Shop.line(product, 1),
                variant(Shop.line(product, 1), "beef"),
                variant(Shop.line(product, 1), "apple"),
                Shop.line(shop.product(500, 99), 1),
                Shop.line(shop.product(500, 99), 1),
                visit(shop.clinic().service(30), 1)));
    Collections.shuffle(lines);
    return lines;
  }

  @Test
  void lineThatADeviceHasTwiceCountsWithTheSum() {
    String product = shop.product(500, 9);
    Cart cart =
        bring(
                shop,
                MergeStrategy.MERGE_STRATEGY_LARGER,
                Shop.line(product, 2),
                variant(Shop.line(product, 1), "beef"),
                Shop.line(product, 3))
            .getCart();
    assertThat(quantities(cart)).containsExactly(5, 1);
    Cart larger =
        bring(
                shop,
                MergeStrategy.MERGE_STRATEGY_LARGER,
                Shop.line(product, 3),
                Shop.line(product, 3))
            .getCart();
    assertThat(quantities(larger)).containsExactly(6, 1);
  }

  @Test
  void cartThatDoesNotExistYetIsMade() {
    String product = shop.product(500, 9);
    shop.set(Shop.guest(guest), Shop.line(product, 2));
    Cart cart = shop.merge(guest, MergeStrategy.MERGE_STRATEGY_ADD).getCart();
    assertThat(cart.getOwner()).isEqualTo(shop.owner());
    assertThat(cart.getVersion()).isEqualTo(1);
    assertThat(cart.getTotalMinor()).isEqualTo(1_000);
    assertThat(shop.cart(Shop.guest(guest)).getVersion()).isEqualTo(2);
  }

  @Test
  void guestWithoutACartChangesNothing() {
    Cart cart = shop.merge(guest, MergeStrategy.MERGE_STRATEGY_ADD).getCart();
    assertThat(cart.getVersion()).isZero();
    Cart filled = shop.set(shop.product(500, 9), 1);
    assertThat(shop.merge(guest, MergeStrategy.MERGE_STRATEGY_GUEST).getCart()).isEqualTo(filled);
    assertThat(shop.cart(Shop.guest(guest)).getVersion()).isZero();
  }

  @Test
  void repeatedRequestReturnsTheFirstAnswerAndANewOneChangesNothing() {
    String product = shop.product(500, 9);
    shop.set(product, 60);
    shop.set(Shop.guest(guest), Shop.line(product, 70));
    MergeCartRequest request =
        MergeCartRequest.newBuilder()
            .setRequestId(Clinic.newId())
            .setClientId(shop.client())
            .setGuestToken(guest)
            .setStrategy(MergeStrategy.MERGE_STRATEGY_ADD)
            .build();
    MergeCartResponse first = shop.carts().mergeCart(request);
    assertThat(first.getUnkeptList()).hasSize(1);
    Cart later = shop.set(product, 7);
    assertThat(shop.carts().mergeCart(request)).isEqualTo(first);
    for (MergeStrategy strategy : List.of(request.getStrategy(), strategy(1), strategy(3))) {
      MergeCartResponse again = shop.merge(guest, strategy);
      assertThat(again.getCart()).isEqualTo(later);
      assertThat(again.getUnkeptList()).isEmpty();
    }
    assertRefused(
        Outcome.REQUEST_ID_REUSED,
        () -> shop.carts().mergeCart(request.toBuilder().setStrategy(strategy(1)).build()));
    assertThat(shop.cart()).isEqualTo(later);
  }

  @Test
  void repeatedRequestOfADeviceAddsItsLinesOnce() {
    String product = shop.product(500, 9);
    MergeCartRequest request =
        bringing(shop, Shop.line(product, 2)).setStrategy(MergeStrategy.MERGE_STRATEGY_ADD).build();
    MergeCartResponse first = shop.carts().mergeCart(request);
    assertThat(shop.carts().mergeCart(request)).isEqualTo(first);
    assertThat(quantities(shop.cart())).containsExactly(2);
  }

  @Test
  void prescriptionOfTheClientStaysAndAMissingOneIsTaken() {
    String filed = shop.product(500, 9);
    String bare = shop.product(500, 9);
    shop.set(shop.owner(), Shop.line(filed, 1).setPrescriptionReference("client's"));
    shop.set(bare, 1);
    for (String product : List.of(filed, bare)) {
      shop.set(Shop.guest(guest), Shop.line(product, 1).setPrescriptionReference("guest's"));
    }
    Cart cart = shop.merge(guest, MergeStrategy.MERGE_STRATEGY_ACCOUNT).getCart();
    assertThat(cart.getLinesList())
        .extracting(line -> line.getPrescriptionReference())
        .containsExactly("client's", "guest's");
  }

  @Test
  void ofTwoCouponsTheClientsIsKept() {
    String product = shop.product(1_000, 9);
    String own = shop.clinic().coupon(rate("OWN", 1_000));
    String other = shop.clinic().coupon(rate("OTHER", 2_000));
    shop.applyCoupon(own);
    shop.set(Shop.guest(guest), Shop.line(product, 1));
    shop.carts().applyCoupon(applying(Shop.guest(guest), other).build());
    Cart cart = shop.merge(guest, MergeStrategy.MERGE_STRATEGY_LARGER).getCart();
    assertThat(cart.getCouponCode()).isEqualTo("OWN");
    assertThat(cart.getTotalMinor()).isEqualTo(900);
    assertThat(shop.cart(Shop.guest(guest)).getCouponCode()).isEmpty();
  }

  @Test
  void couponOfTheGuestMovesToACartWithoutOneAlsoWithoutLines() {
    String code = shop.clinic().coupon(rate("MOVES", 2_000));
    shop.set(shop.product(1_000, 9), 1);
    shop.carts().applyCoupon(applying(Shop.guest(guest), code).build());
    Cart cart = shop.merge(guest, MergeStrategy.MERGE_STRATEGY_LARGER).getCart();
    assertThat(cart.getCouponCode()).isEqualTo("MOVES");
    assertThat(cart.getTotalMinor()).isEqualTo(800);
    assertThat(cart.getVersion()).isEqualTo(2);
    assertThat(shop.cart(Shop.guest(guest)).getCouponCode()).isEmpty();
    assertThat(bring(shop, strategy(1), Shop.line(shop.product(1, 9), 1)).getCart().getCouponCode())
        .isEqualTo("MOVES");
  }

  @Test
  void guestOfAnotherClinicStaysThere() {
    Shop foreign = Shop.open(server);
    Cart there = foreign.set(Shop.guest(guest), Shop.line(foreign.product(500, 9), 2));
    assertThat(shop.merge(guest, MergeStrategy.MERGE_STRATEGY_ADD).getCart().getLinesList())
        .isEmpty();
    shop.set(Shop.guest(guest), Shop.line(shop.product(700, 9), 1));
    Cart cart = shop.merge(guest, MergeStrategy.MERGE_STRATEGY_ADD).getCart();
    assertThat(cart.getTotalMinor()).isEqualTo(700);
    assertThat(foreign.cart(Shop.guest(guest))).isEqualTo(there);
  }

  @Test
  void sourceAndStrategyAreThoseOfTheContract() {
    MergeCartRequest.Builder none =
        MergeCartRequest.newBuilder().setRequestId(Clinic.newId()).setClientId(shop.client());
    assertThat(violatedFields(() -> shop.carts().mergeCart(none.build())))
        .containsExactly("source");
    assertThat(violatedFields(() -> shop.carts().mergeCart(bringing(shop).build())))
        .containsExactly("device_lines.lines");
    CartLineInput.Builder[] many =
        Collections.nCopies(51, Shop.line(Clinic.newId(), 1)).toArray(CartLineInput.Builder[]::new);
    assertThat(violatedFields(() -> shop.carts().mergeCart(bringing(shop, many).build())))
        .containsExactly("device_lines.lines");
    assertThat(
            violatedFields(
                () ->
                    shop.carts().mergeCart(none.setGuestToken(guest).setStrategyValue(9).build())))
        .containsExactly("strategy");
  }

  private static MergeStrategy strategy(int number) {
    return MergeStrategy.forNumber(number);
  }
}
