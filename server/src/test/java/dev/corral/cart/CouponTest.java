package dev.corral.cart;

import static dev.corral.cart.CartCalls.amount;
import static dev.corral.cart.CartCalls.applying;
import static dev.corral.cart.CartCalls.rate;
import static dev.corral.cart.CartCalls.stored;
import static dev.corral.cart.CartCalls.takingOff;
import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.ApplyCouponRequest;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartOwner;
import dev.corral.cart.v1.MergeStrategy;
import dev.corral.cart.v1.RemoveCouponRequest;
import dev.corral.catalog.v1.Coupon;
import dev.corral.kernel.Outcome;
import dev.corral.kernel.Reason;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A coupon is put on a cart and taken off, and is good or not. */
class CouponTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);
  private final String product = shop.product(1_000, 99);

  @AfterAll
  static void nothingIsOutOfStep() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SPRING-10", "spring-10", "Spring-10"})
  void codeIsTypedInAnyLetterCaseAndShownInUpperCase(String typed) {
    shop.clinic().coupon(rate("sprinG-10", 1_000));
    shop.set(product, 1);
    Cart cart = shop.applyCoupon(typed);
    assertThat(cart.getCouponCode()).isEqualTo("SPRING-10");
    assertThat(cart.getTotalMinor()).isEqualTo(900);
    assertThat(shop.checkout(cart).getCouponCode()).isEqualTo("SPRING-10");
  }

  @Test
  void couponTakesThePlaceOfAnotherAndCountsOnce() {
    shop.set(product, 1);
    Cart ten = shop.applyCoupon(shop.clinic().coupon(rate("TEN", 1_000)));
    assertThat(shop.applyCoupon("ten")).isEqualTo(ten);
    Cart half = shop.applyCoupon(shop.clinic().coupon(rate("HALF", 5_000)));
    assertThat(half.getCouponCode()).isEqualTo("HALF");
    assertThat(half.getDiscountMinor()).isEqualTo(500);
    assertThat(half.getVersion()).isEqualTo(ten.getVersion() + 1);
  }

  @Test
  void couponIsTakenOffAndACartWithoutOneStaysAsItIs() {
    shop.set(product, 1);
    Cart with = shop.applyCoupon(shop.clinic().coupon(rate("TEN", 1_000)));
    ErrorInfo refusal =
        assertNothing(Outcome.STALE_VERSION, () -> takeOff(takingOff(shop.owner()).setVersion(1)));
    assertThat(refusal.getMetadataMap()).containsEntry("version", "2");
    RemoveCouponRequest.Builder request = takingOff(shop.owner()).setVersion(with.getVersion());
    Cart without = takeOff(request);
    assertThat(without.getCouponCode()).isEmpty();
    assertThat(without.getTotalMinor()).isEqualTo(1_000);
    assertThat(without.getVersion()).isEqualTo(with.getVersion() + 1);
    assertThat(takeOff(takingOff(shop.owner()))).isEqualTo(without);
    Cart again = shop.applyCoupon("TEN");
    assertThat(takeOff(request)).isEqualTo(without);
    assertThat(shop.cart()).isEqualTo(again);
  }

  @Test
  void unknownCouponAndOneOfAnotherClinicAreRefused() {
    Shop foreign = Shop.open(server);
    String code = foreign.clinic().coupon(rate("FOREIGN", 1_000));
    assertNothing(Outcome.COUPON_NOT_FOUND, () -> shop.applyCoupon(code));
    assertNothing(Outcome.COUPON_NOT_FOUND, () -> shop.applyCoupon("NEVER"));
    assertThat(violatedFields(() -> shop.applyCoupon("a b"))).containsExactly("coupon_code");
    assertThat(violatedFields(() -> shop.applyCoupon(""))).containsExactly("coupon_code");
  }

  @Test
  void repeatedRequestReturnsTheFirstAnswer() {
    shop.set(product, 1);
    String code = shop.clinic().coupon(rate("TEN", 1_000));
    ApplyCouponRequest.Builder request = applying(shop.owner(), code).setVersion(1);
    Cart first = apply(request);
    shop.clinic().coupon(rate("TEN", 1_000).setActive(false));
    takeOff(takingOff(shop.owner()));
    assertThat(apply(request)).isEqualTo(first);
    assertThat(shop.cart().getCouponCode()).isEmpty();
    assertNothing(
        Outcome.REQUEST_ID_REUSED, () -> apply(request.clone().setCouponCode("OTHER-10")));
    assertNothing(Outcome.STALE_VERSION, () -> apply(applying(shop.owner(), code).setVersion(1)));
  }

  @Test
  void inactiveCouponIsRefusedAndOnACartItIsAProblem() {
    shop.set(product, 1);
    Cart cart = shop.applyCoupon(shop.clinic().coupon(rate("TEN", 1_000)));
    shop.clinic().coupon(rate("TEN", 1_000).setActive(false));
    ErrorInfo refusal = assertNothing(Outcome.COUPON_NOT_VALID, () -> shop.applyCoupon("TEN"));
    assertThat(refusal.getMetadataMap()).doesNotContainKeys("first_date", "last_date");
    assertThat(Shop.problems(shop.cart())).containsExactly("COUPON_NOT_VALID");
    assertThat(shop.cart().getTotalMinor()).isEqualTo(1_000);
    assertNothing(Outcome.COUPON_NOT_VALID, () -> shop.checkout(cart));
    shop.clinic().coupon(rate("TEN", 1_000));
    assertThat(shop.checkout(cart).getTotalMinor()).isEqualTo(900);
  }

  @Test
  void daysAreThoseOfTheClinicsCalendar() {
    int hour = Instant.now().atOffset(ZoneOffset.UTC).getHour();
    boolean noon = hour >= 10; // else no zone is so far ahead that it is the next day there
    Shop earlier = inZone(noon ? 12 - hour : -2 - hour);
    Shop later = inZone(noon ? 24 - hour : 12 - hour);
    LocalDate today = earlier.clinic().day(0);
    LocalDate tomorrow = later.clinic().day(0);
    assertThat(tomorrow).isEqualTo(today.plusDays(1));

    Coupon.Builder ending = rate("ENDING", 1_000).setLastDate(Clinic.date(today));
    assertThat(discount(earlier, ending)).isEqualTo(100);
    assertThat(notValid(later, ending).getMetadataMap())
        .containsEntry("last_date", today.toString())
        .doesNotContainKey("first_date");
    Coupon.Builder starting = rate("STARTING", 1_000).setFirstDate(Clinic.date(tomorrow));
    assertThat(discount(later, starting)).isEqualTo(100);
    assertThat(notValid(earlier, starting).getMetadataMap())
        .containsEntry("first_date", tomorrow.toString())
        .doesNotContainKey("last_date");
    Coupon.Builder oneDay =
        rate("ONE-DAY", 1_000).setFirstDate(Clinic.date(today)).setLastDate(Clinic.date(today));
    assertThat(discount(earlier, oneDay)).isEqualTo(100);
    assertThat(notValid(later, oneDay).getMetadataMap()).containsKeys("first_date", "last_date");
  }

  @Test
  void couponWhoseLastDayIsOverIsAProblemOfTheCart() {
    shop.set(product, 1);
    Cart cart = shop.applyCoupon(shop.clinic().coupon(rate("TEN", 1_000)));
    shop.clinic().coupon(rate("TEN", 1_000).setLastDate(Clinic.date(shop.clinic().day(-2))));
    assertThat(Shop.problems(shop.cart())).containsExactly("COUPON_NOT_VALID");
    ErrorInfo refusal = assertNothing(Outcome.COUPON_NOT_VALID, () -> shop.checkout(cart));
    assertThat(refusal.getMetadataMap()).containsKey("last_date");
  }

  @Test
  void usesAreCountedByCheckoutsAndNotByCarts() {
    String code = shop.clinic().coupon(rate("TWICE", 1_000).setMaxUses(2));
    for (int i = 0; i < 5; i++) {
      shop.withClient().applyCoupon(code);
    }
    buyWith(shop, code);
    buyWith(shop.withClient(), code);
    Shop late = shop.withClient();
    assertNothing(Outcome.COUPON_USED_UP, () -> late.applyCoupon(code));
    shop.clinic().coupon(rate("TWICE", 1_000).setMaxUses(3));
    buyWith(late, code);
    assertNothing(Outcome.COUPON_USED_UP, () -> shop.applyCoupon(code));
  }

  @Test
  void eachClientMayUseItAsOftenAsOneClientMay() {
    String code = shop.clinic().coupon(rate("MINE", 1_000).setMaxUsesPerClient(2));
    Shop other = shop.withClient();
    for (Shop buyer : List.of(shop, other)) {
      buyWith(buyer, code);
      buyWith(buyer, code);
      assertNothing(Outcome.COUPON_USED_BY_CLIENT, () -> buyer.applyCoupon(code));
    }
  }

  @Test
  void guestIsNoClientYetAndIsCountedAfterTheMerge() {
    String code = shop.clinic().coupon(rate("MINE", 1_000).setMaxUsesPerClient(1));
    buyWith(shop, code);
    CartOwner guest = Shop.guest(Clinic.newId());
    shop.set(guest, Shop.line(product, 1));
    assertThat(apply(applying(guest, code)).getTotalMinor()).isEqualTo(900);
    Cart merged = shop.merge(guest.getGuestToken(), MergeStrategy.MERGE_STRATEGY_ADD).getCart();
    assertThat(Shop.problems(merged)).containsExactly("COUPON_USED_BY_CLIENT");
    assertThat(merged.getTotalMinor()).isEqualTo(1_000);
    assertNothing(Outcome.COUPON_USED_BY_CLIENT, () -> shop.checkout(merged));
  }

  @Test
  void couponIsGoneFromTheCartAfterTheCheckoutThatUsedIt() {
    buyWith(shop, shop.clinic().coupon(amount("OFF", 100)));
    assertThat(shop.cart().getCouponCode()).isEmpty();
    assertThat(shop.set(product, 1).getTotalMinor()).isEqualTo(1_000);
  }

  private void buyWith(Shop buyer, String code) {
    buyer.set(product, 1);
    assertThat(buyer.checkout(buyer.applyCoupon(code)).getTotalMinor()).isEqualTo(900);
  }

  private static long discount(Shop shop, Coupon.Builder coupon) {
    Shop client = shop.withClient();
    client.set(client.product(1_000, 9), 1);
    Cart cart = client.applyCoupon(client.clinic().coupon(coupon));
    assertThat(cart.getProblemsList()).isEmpty();
    return client.checkout(cart).getDiscountMinor();
  }

  private static ErrorInfo notValid(Shop shop, Coupon.Builder coupon) {
    String code = shop.clinic().coupon(coupon);
    return assertRefused(Outcome.COUPON_NOT_VALID, () -> shop.applyCoupon(code));
  }

  /** A shop in a zone so many hours east of Greenwich: POSIX counts them to the west. */
  private Shop inZone(int hoursEast) {
    String zone = hoursEast == 0 ? "Etc/GMT" : "Etc/GMT%+d".formatted(-hoursEast);
    return Shop.open(server, Clinic.settings(zone).build());
  }

  private Cart apply(ApplyCouponRequest.Builder request) {
    return shop.carts().applyCoupon(request.build()).getCart();
  }

  private Cart takeOff(RemoveCouponRequest.Builder request) {
    return shop.carts().removeCoupon(request.build()).getCart();
  }

  /** Asserts that a call is refused and that nothing is stored. */
  private ErrorInfo assertNothing(Reason reason, ThrowingCallable call) {
    List<String> before = stored(server, shop.clinic());
    ErrorInfo refusal = assertRefused(reason, call);
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
    return refusal;
  }
}
