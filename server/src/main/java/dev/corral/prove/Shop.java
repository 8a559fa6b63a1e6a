package dev.corral.prove;

import dev.corral.cart.v1.ApplyCouponRequest;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartLineInput;
import dev.corral.cart.v1.CartLineKey;
import dev.corral.cart.v1.CartOwner;
import dev.corral.cart.v1.CartServiceGrpc;
import dev.corral.cart.v1.CartServiceGrpc.CartServiceBlockingStub;
import dev.corral.cart.v1.CheckoutRequest;
import dev.corral.cart.v1.GetCartRequest;
import dev.corral.cart.v1.Order;
import dev.corral.cart.v1.SetCartLineRequest;
import dev.corral.catalog.v1.CatalogServiceGrpc;
import dev.corral.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import dev.corral.catalog.v1.Coupon;
import dev.corral.catalog.v1.Product;
import dev.corral.catalog.v1.UpsertCouponRequest;
import dev.corral.catalog.v1.UpsertProductRequest;
import dev.corral.payment.v1.GetInvoiceRequest;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.InvoiceLine;
import dev.corral.payment.v1.PaymentServiceGrpc;
import dev.corral.payment.v1.PaymentServiceGrpc.PaymentServiceBlockingStub;
import dev.corral.stock.v1.GetStockLevelRequest;
import dev.corral.stock.v1.ReceiveStockRequest;
import dev.corral.stock.v1.Reservation;
import dev.corral.stock.v1.ReserveStockRequest;
import dev.corral.stock.v1.StockDemand;
import dev.corral.stock.v1.StockLevel;
import dev.corral.stock.v1.StockReceipt;
import dev.corral.stock.v1.StockServiceGrpc;
import dev.corral.stock.v1.StockServiceGrpc.StockServiceBlockingStub;
import java.util.Collection;
import java.util.List;

/** Products on shelves, and carts. */
final class Shop {

  private static final long PRICE_MINOR = 1_000;
  private static final int COUPON_RATE_BP = 1_000;

  private final CatalogServiceBlockingStub catalog;
  private final StockServiceBlockingStub stock;
  private final CartServiceBlockingStub carts;
  private final PaymentServiceBlockingStub payments;

  Shop(Scene scene) {
    this.catalog = CatalogServiceGrpc.newBlockingStub(scene.channel());
    this.stock = StockServiceGrpc.newBlockingStub(scene.channel());
    this.carts = CartServiceGrpc.newBlockingStub(scene.channel());
    this.payments = PaymentServiceGrpc.newBlockingStub(scene.channel());
  }

  CartServiceBlockingStub carts() {
    return carts;
  }

  /** A product with so many units, and returns its id. */
  String product(long units) {
    String id = Scene.newId();
    catalog.upsertProduct(
        UpsertProductRequest.newBuilder()
            .setRequestId(Scene.newId())
            .setProduct(
                Product.newBuilder()
                    .setProductId(id)
                    .setDisplayName("Prove")
                    .setUnit("unit")
                    .setPriceMinor(PRICE_MINOR)
                    .setActive(true))
            .build());
    if (units > 0) {
      stock.receiveStock(
          ReceiveStockRequest.newBuilder()
              .setRequestId(Scene.newId())
              .addItems(StockReceipt.newBuilder().setProductId(id).setQuantity(units))
              .build());
    }
    return id;
  }

  /** A coupon that can be used so often, and returns its code. */
  String coupon(int usesMax) {
    String code = "PROVE-" + Scene.newId().substring(24);
    catalog.upsertCoupon(
        UpsertCouponRequest.newBuilder()
            .setRequestId(Scene.newId())
            .setCoupon(
                Coupon.newBuilder()
                    .setCouponCode(code)
                    .setDisplayName("Prove")
                    .setRateBp(COUPON_RATE_BP)
                    .setMaxUses(usesMax)
                    .setActive(true))
            .build());
    return code;
  }

  StockLevel level(String productId) {
    return stock
        .getStockLevel(GetStockLevelRequest.newBuilder().setProductId(productId).build())
        .getLevel();
  }

  Reservation reserve(String productId, long units) {
    return stock
        .reserveStock(
            ReserveStockRequest.newBuilder()
                .setRequestId(Scene.newId())
                .addItems(StockDemand.newBuilder().setProductId(productId).setQuantity(units))
                .build())
        .getReservation();
  }

  static CartOwner client(String clientId) {
    return CartOwner.newBuilder().setClientId(clientId).build();
  }

  static CartOwner guest(String token) {
    return CartOwner.newBuilder().setGuestToken(token).build();
  }

  static CartLineInput line(String productId, int quantity) {
    return CartLineInput.newBuilder()
        .setKey(CartLineKey.newBuilder().setProductId(productId))
        .setQuantity(quantity)
        .build();
  }

  Cart set(CartOwner owner, CartLineInput line) {
    return carts
        .setCartLine(
            SetCartLineRequest.newBuilder()
                .setRequestId(Scene.newId())
                .setOwner(owner)
                .setLine(line)
                .build())
        .getCart();
  }

  Cart apply(CartOwner owner, String couponCode) {
    return carts
        .applyCoupon(
            ApplyCouponRequest.newBuilder()
                .setRequestId(Scene.newId())
                .setOwner(owner)
                .setCouponCode(couponCode)
                .build())
        .getCart();
  }

  Cart cart(CartOwner owner) {
    return carts.getCart(GetCartRequest.newBuilder().setOwner(owner).build()).getCart();
  }

  /** Checks out a cart as it was seen. */
  Order checkout(Cart seen) {
    return carts
        .checkout(
            CheckoutRequest.newBuilder()
                .setRequestId(Scene.newId())
                .setClientId(seen.getOwner().getClientId())
                .setVersion(seen.getVersion())
                .setSeenTotalMinor(seen.getTotalMinor())
                .build())
        .getOrder();
  }

  /** Reads the invoices of orders. */
  List<Invoice> invoices(List<Order> orders) {
    return Calls.each(
        orders.size(),
        i ->
            payments
                .getInvoice(
                    GetInvoiceRequest.newBuilder()
                        .setInvoiceId(orders.get(i).getInvoiceId())
                        .build())
                .getInvoice());
  }

  /** How many units of a product these invoices bill. */
  static long units(Collection<Invoice> invoices, String productId) {
    return invoices.stream()
        .flatMap(invoice -> invoice.getLinesList().stream())
        .map(InvoiceLine::getInput)
        .filter(line -> line.getItemId().equals(productId))
        .mapToLong(line -> line.getQuantity())
        .sum();
  }

  /** Reads a shelf that held so many units, of which some are sold and some are held. */
  void check(String productId, long held, long sold, long reserved, Tally tally) {
    tally.harm(
        sold + reserved - held,
        "%d sold and %d held of %d units of %s".formatted(sold, reserved, held, productId));
    StockLevel level = level(productId);
    tally.expect(
        level.getOnHand() == held - sold,
        "%d on the shelf instead of %d".formatted(level.getOnHand(), held - sold));
    tally.expect(
        level.getReserved() == reserved,
        "%d held instead of %d".formatted(level.getReserved(), reserved));
  }
}
