package dev.corral.shop;

import static dev.corral.shop.ShopRefusal.when;

import com.google.protobuf.Message;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartOwner;
import dev.corral.cart.v1.CartProblem;
import dev.corral.cart.v1.CartProblems;
import dev.corral.cart.v1.CheckoutRequest;
import dev.corral.cart.v1.CheckoutResponse;
import dev.corral.cart.v1.Order;
import dev.corral.cart.v1.PreviewCheckoutRequest;
import dev.corral.cart.v1.PreviewCheckoutResponse;
import dev.corral.kernel.Outcome;
import dev.corral.stock.v1.ReservationState;
import dev.corral.stock.v1.StockDemand;
import dev.corral.stock.v1.StockMovement;
import dev.corral.stock.v1.StockReason;
import java.util.List;

/** Turns a client's cart into an invoice. */
final class ModelCheckout {

  private static final int PROBLEMS_MAX = 50;

  private final ModelCarts carts;
  private final ModelPricing pricing;
  private final ModelCoupons coupons;
  private final ModelShelves shelves;
  private final ModelStock stock;
  private long invoices;

  /** What the last checkout took from the shelves. */
  List<StockMovement> sold = List.of();

  ModelCheckout(
      ModelCarts carts,
      ModelPricing pricing,
      ModelCoupons coupons,
      ModelShelves shelves,
      ModelStock stock) {
    this.carts = carts;
    this.pricing = pricing;
    this.coupons = coupons;
    this.shelves = shelves;
    this.stock = stock;
  }

  private static CartOwner owner(String client) {
    return CartOwner.newBuilder().setClientId(client).build();
  }

  private ModelReservation reservation(String client, String id) throws ShopRefusal {
    if (id.isEmpty()) {
      return null;
    }
    ModelReservation found = shelves.reservations.get(id);
    when(found == null || !found.client.equals(client), Outcome.RESERVATION_NOT_FOUND);
    ModelHolds.checkOpen(found);
    return found;
  }

  private Cart show(ModelCart cart, ModelReservation own, long seen) {
    Cart shown = pricing.show(cart, own);
    if (cart.lines.isEmpty()) {
      return shown.toBuilder().addProblems(ModelPricing.problem("CART_EMPTY")).build();
    } else if (seen < shown.getTotalMinor()) {
      return shown.toBuilder()
          .addProblems(
              ModelPricing.problem(
                  "PRICE_CHANGED", "seen_minor", seen, "total_minor", shown.getTotalMinor()))
          .build();
    }
    return shown;
  }

  Message preview(PreviewCheckoutRequest request) throws ShopRefusal {
    ModelReservation own = reservation(request.getClientId(), request.getReservationId());
    long seen = request.hasSeenTotalMinor() ? request.getSeenTotalMinor() : Long.MAX_VALUE;
    return PreviewCheckoutResponse.newBuilder()
        .setCart(show(carts.cart(owner(request.getClientId())), own, seen))
        .build();
  }

  Message checkout(CheckoutRequest request, String newId) throws ShopRefusal {
    ModelCart cart = carts.cart(owner(request.getClientId()));
    boolean stale = request.getVersion() != cart.version;
    when(stale, Outcome.STALE_VERSION, "version", cart.version);
    ModelReservation own = reservation(request.getClientId(), request.getReservationId());
    Cart shown = show(cart, own, request.getSeenTotalMinor());
    if (shown.getProblemsCount() > 0) {
      throw refusal(shown.getProblemsList());
    }
    sell(cart, own, newId);
    Order order = order(shown, newId);
    if (!cart.coupon.isEmpty()) {
      coupons.use(cart.coupon, request.getClientId());
    }
    ModelCarts.empty(cart);
    return CheckoutResponse.newBuilder().setOrder(order).setCart(carts.show(cart)).build();
  }

  private Order order(Cart shown, String newId) {
    invoices++;
    return Order.newBuilder()
        .setInvoiceId(newId)
        .setClientId(shown.getOwner().getClientId())
        .setSeries("A")
        .setInvoiceNumber(invoices)
        .setCurrencyCode(shown.getCurrencyCode())
        .setNetMinor(shown.getNetMinor())
        .setTaxMinor(shown.getTaxMinor())
        .setDiscountMinor(shown.getDiscountMinor())
        .setTotalMinor(shown.getTotalMinor())
        .setCouponCode(shown.getCouponCode())
        .build();
  }

  private void sell(ModelCart cart, ModelReservation own, String invoice) throws ShopRefusal {
    List<StockDemand> demands =
        cart.lines.values().stream()
            .filter(line -> line.getKey().hasProductId())
            .map(
                line ->
                    StockDemand.newBuilder()
                        .setProductId(line.getKey().getProductId())
                        .setQuantity(line.getQuantity())
                        .build())
            .toList();
    var moves = shelves.pick(shelves.plan(demands, own));
    if (own != null) {
      own.end(ReservationState.RESERVATION_STATE_COMMITTED);
    }
    StockMovement cause =
        ModelStock.cause(StockReason.STOCK_REASON_SALE, "", "")
            .setClientId(cart.owner.getClientId())
            .setSourceId(invoice)
            .build();
    sold = stock.post(moves, cause);
  }

  private static ShopRefusal refusal(List<CartProblem> problems) {
    CartProblems.Builder all = CartProblems.newBuilder();
    for (CartProblem problem : problems.subList(0, Math.min(PROBLEMS_MAX, problems.size()))) {
      CartProblem.Builder brief = problem.toBuilder();
      if (brief.hasLineNumber()) {
        brief.getErrorBuilder().removeMetadata("product_id").removeMetadata("service_id");
      }
      all.addProblems(brief);
    }
    return ShopRefusal.of(
        problems.get(0).getError().getReason(),
        problems.get(0).getError().getMetadataMap(),
        all.build());
  }
}
