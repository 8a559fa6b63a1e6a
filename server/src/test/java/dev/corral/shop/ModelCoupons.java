package dev.corral.shop;

import dev.corral.cart.v1.CartLineInput;
import dev.corral.cart.v1.CartLineKey;
import dev.corral.cart.v1.CartProblem;
import dev.corral.catalog.v1.Coupon;
import dev.corral.payment.CalculatorModel;
import dev.corral.payment.CalculatorModel.Bill;
import dev.corral.payment.CalculatorModel.Figures;
import dev.corral.payment.CalculatorModel.Line;
import dev.corral.shop.ModelCatalog.Item;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a coupon may be used, and what it takes off. */
final class ModelCoupons {

  private static final BigInteger WHOLE = BigInteger.valueOf(10_000);

  private final ModelCatalog catalog;
  private final LocalDate today;
  private final Map<String, Long> uses = new HashMap<>();

  ModelCoupons(ModelCatalog catalog, LocalDate today) {
    this.catalog = catalog;
    this.today = today;
  }

  void use(String code, String client) {
    uses.merge(code, 1L, Long::sum);
    uses.merge(code + client, 1L, Long::sum);
  }

  /** Whether it can be put on a cart at all. */
  Optional<CartProblem> problem(Coupon coupon, String client) {
    boolean early =
        coupon.hasFirstDate() && today.isBefore(ModelShelves.day(coupon.getFirstDate()));
    boolean late = coupon.hasLastDate() && today.isAfter(ModelShelves.day(coupon.getLastDate()));
    if (!coupon.getActive() || early || late) {
      CartProblem.Builder problem = ModelPricing.problem("COUPON_NOT_VALID").toBuilder();
      if (coupon.hasFirstDate()) {
        String day = ModelShelves.day(coupon.getFirstDate()).toString();
        problem.getErrorBuilder().putMetadata("first_date", day);
      }
      if (coupon.hasLastDate()) {
        String day = ModelShelves.day(coupon.getLastDate()).toString();
        problem.getErrorBuilder().putMetadata("last_date", day);
      }
      return Optional.of(problem.build());
    } else if (isUsed(coupon.getMaxUses(), coupon.getCouponCode())) {
      return Optional.of(ModelPricing.problem("COUPON_USED_UP"));
    } else if (!client.isEmpty()
        && isUsed(coupon.getMaxUsesPerClient(), coupon.getCouponCode() + client)) {
      return Optional.of(ModelPricing.problem("COUPON_USED_BY_CLIENT"));
    }
    return Optional.empty();
  }

  private boolean isUsed(long most, String key) {
    return most > 0 && uses.getOrDefault(key, 0L) >= most;
  }

  Optional<CartProblem> problem(ModelCart cart) {
    Coupon coupon = catalog.coupon(cart.coupon);
    Optional<CartProblem> problem = problem(coupon, cart.owner.getClientId());
    if (problem.isPresent()) {
      return problem;
    }
    BigInteger subtotal = CalculatorModel.sum(prices(cart.lines.values().stream().toList()));
    if (subtotal.compareTo(BigInteger.valueOf(coupon.getMinSubtotalMinor())) < 0) {
      return Optional.of(
          ModelPricing.problem(
              "COUPON_MINIMUM_NOT_REACHED",
              "min_subtotal_minor",
              coupon.getMinSubtotalMinor(),
              "subtotal_minor",
              subtotal));
    }
    return scope(coupon, cart).isEmpty()
        ? Optional.of(ModelPricing.problem("COUPON_NOT_APPLICABLE"))
        : Optional.empty();
  }

  /** What it takes off each line; empty when there is a problem. */
  List<BigInteger> discounts(ModelCart cart) {
    Coupon coupon = catalog.coupon(cart.coupon);
    List<CartLineInput> scope = scope(coupon, cart);
    BigInteger base = CalculatorModel.sum(prices(scope));
    BigInteger whole = CalculatorModel.sum(prices(cart.lines.values().stream().toList()));
    if (problem(cart).isPresent() || whole.compareTo(CalculatorModel.MAX) > 0) {
      return List.of();
    }
    BigInteger discount =
        coupon.hasAmountMinor()
            ? BigInteger.valueOf(coupon.getAmountMinor())
            : base.multiply(BigInteger.valueOf(coupon.getRateBp()))
                .add(WHOLE.shiftRight(1))
                .divide(WHOLE);
    discount = discount.min(base);
    if (coupon.getMaxDiscountMinor() > 0) {
      discount = discount.min(BigInteger.valueOf(coupon.getMaxDiscountMinor()));
    }
    Iterator<BigInteger> shares = shares(scope, discount).iterator();
    List<BigInteger> discounts = new ArrayList<>();
    for (CartLineInput line : cart.lines.values()) {
      discounts.add(isFor(coupon, line.getKey()) ? shares.next() : BigInteger.ZERO);
    }
    return discounts;
  }

  /** As a discount on a bill of these lines alone. */
  private List<BigInteger> shares(List<CartLineInput> scope, BigInteger discount) {
    List<Line> lines = new ArrayList<>();
    for (CartLineInput input : scope) {
      Item item = catalog.item(input.getKey());
      lines.add(new Line(input.getQuantity(), item.price(), null, null, item.taxBp()));
    }
    Bill bill = new Bill(lines, discount.longValueExact(), null, true, true);
    return CalculatorModel.calculate(bill).lines().stream().map(Figures::discount).toList();
  }

  private List<BigInteger> prices(List<CartLineInput> lines) {
    return lines.stream()
        .map(
            line ->
                BigInteger.valueOf(catalog.item(line.getKey()).price())
                    .multiply(BigInteger.valueOf(line.getQuantity())))
        .toList();
  }

  private static List<CartLineInput> scope(Coupon coupon, ModelCart cart) {
    return cart.lines.values().stream().filter(line -> isFor(coupon, line.getKey())).toList();
  }

  private static boolean isFor(Coupon coupon, CartLineKey key) {
    boolean all = coupon.getProductIdsCount() + coupon.getServiceIdsCount() == 0;
    return all
        || (key.hasProductId()
            ? coupon.getProductIdsList().contains(key.getProductId())
            : coupon.getServiceIdsList().contains(key.getServiceId()));
  }
}
