package dev.corral.shop;

import com.google.rpc.ErrorInfo;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartLine;
import dev.corral.cart.v1.CartLineInput;
import dev.corral.cart.v1.CartProblem;
import dev.corral.payment.CalculatorModel;
import dev.corral.payment.CalculatorModel.Answer;
import dev.corral.payment.CalculatorModel.Bill;
import dev.corral.payment.CalculatorModel.Figures;
import dev.corral.payment.CalculatorModel.Line;
import dev.corral.shop.ModelCatalog.Item;
import dev.corral.tenant.v1.TaxMode;
import dev.corral.tenant.v1.TaxRounding;
import dev.corral.tenant.v1.TenantSettings;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** A cart with its prices and problems. */
final class ModelPricing {

  private final TenantSettings settings;
  private final ModelCatalog catalog;
  private final ModelShelves shelves;
  private final ModelCoupons coupons;

  ModelPricing(
      TenantSettings settings, ModelCatalog catalog, ModelShelves shelves, ModelCoupons coupons) {
    this.settings = settings;
    this.catalog = catalog;
    this.shelves = shelves;
    this.coupons = coupons;
  }

  /** As of now; what the reservation {@code own} holds counts as available. */
  Cart show(ModelCart cart, ModelReservation own) {
    boolean inclusive = settings.getTaxMode() == TaxMode.TAX_MODE_INCLUSIVE;
    Cart.Builder shown =
        Cart.newBuilder()
            .setOwner(cart.owner)
            .setCouponCode(cart.coupon)
            .setCurrencyCode(settings.getCurrencyCode())
            .setPricesIncludeTax(inclusive)
            .setVersion(cart.version);
    if (cart.lines.isEmpty()) {
      return shown.build();
    }
    cart.lines.values().forEach(line -> shown.addLines(line(shown, line, own)));
    List<CartProblem> problems = new ModelProblems(catalog, cart, shown.getLinesList()).all();
    List<BigInteger> discounts = new ArrayList<>();
    if (!cart.coupon.isEmpty()) {
      coupons.problem(cart).ifPresent(problems::add);
      discounts = coupons.discounts(cart);
    }
    Answer answer = calculate(cart, discounts);
    if (answer.lines() == null) {
      problems.add(0, problem(answer.outcome()));
    } else {
      total(shown, answer.lines());
    }
    return shown.addAllProblems(problems).build();
  }

  private Answer calculate(ModelCart cart, List<BigInteger> discounts) {
    List<Line> lines = new ArrayList<>();
    for (CartLineInput input : cart.lines.values()) {
      Item item = catalog.item(input.getKey());
      Long discount = discounts.isEmpty() ? null : discounts.get(lines.size()).longValueExact();
      lines.add(new Line(input.getQuantity(), item.price(), discount, null, item.taxBp()));
    }
    return CalculatorModel.calculate(
        new Bill(
            lines,
            null,
            null,
            settings.getTaxMode() == TaxMode.TAX_MODE_INCLUSIVE,
            settings.getTaxRounding() == TaxRounding.TAX_ROUNDING_PER_LINE));
  }

  private static void total(Cart.Builder shown, List<Figures> figures) {
    for (int i = 0; i < figures.size(); i++) {
      Figures one = figures.get(i);
      CartLine.Builder line = shown.getLinesBuilder(i);
      line.setDiscountMinor(one.discount().longValueExact())
          .setNetMinor(one.net().longValueExact())
          .setTaxMinor(one.tax().longValueExact())
          .setTotalMinor(one.total().longValueExact());
      shown
          .setSubtotalMinor(
              shown.getSubtotalMinor() + line.getQuantity() * line.getUnitPriceMinor())
          .setDiscountMinor(shown.getDiscountMinor() + line.getDiscountMinor())
          .setNetMinor(shown.getNetMinor() + line.getNetMinor())
          .setTaxMinor(shown.getTaxMinor() + line.getTaxMinor())
          .setTotalMinor(shown.getTotalMinor() + line.getTotalMinor());
    }
  }

  private CartLine line(Cart.Builder cart, CartLineInput input, ModelReservation own) {
    Item item = catalog.item(input.getKey());
    CartLine.Builder line =
        CartLine.newBuilder()
            .setLineNumber(cart.getLinesCount() + 1)
            .setKey(input.getKey())
            .setQuantity(input.getQuantity())
            .setPrescriptionReference(input.getPrescriptionReference())
            .setDisplayName(item.name())
            .setUnitPriceMinor(item.price())
            .setTaxRateBp(item.taxBp());
    if (input.getKey().hasProductId()) {
      String product = input.getKey().getProductId();
      line.setRequiresPrescription(catalog.products.get(product).getRequiresPrescription())
          .setAvailable(shelves.available(product, own));
    }
    return line.build();
  }

  static CartProblem problem(String reason, Object... metadata) {
    return CartProblem.newBuilder()
        .setError(
            ErrorInfo.newBuilder().setReason(reason).putAllMetadata(ShopAnswer.metadata(metadata)))
        .build();
  }
}
