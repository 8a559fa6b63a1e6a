package dev.corral.prove;

import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartOwner;
import dev.corral.cart.v1.Order;
import dev.corral.payment.v1.Invoice;
import java.util.List;

/** Twenty carts with the same two products, half of them in the opposite order; enough for all. */
final class OppositeCarts extends Contest {

  private static final int BUYERS = 20;
  private static final long STOCK = 1_000;

  private final Scene scene;
  private final Shop shop;

  OppositeCarts(Scene scene) {
    super("carts in opposite order", "oversold units", BUYERS);
    this.scene = scene;
    this.shop = new Shop(scene);
  }

  @Override
  int rounds(int asked) {
    return Math.ceilDiv(asked, 2);
  }

  @Override
  void round(int number, Tally tally) {
    List<String> products = Calls.each(2, i -> shop.product(STOCK));
    List<Cart> carts = Calls.each(BUYERS, i -> fill(products, i));
    Calls<Order> calls = Calls.atOnce(BUYERS, i -> shop.checkout(carts.get(i)));
    tally.count(calls);
    List<Invoice> invoices = shop.invoices(calls.won());
    for (String product : products) {
      shop.check(product, STOCK, Shop.units(invoices, product), 0, tally);
    }
  }

  private Cart fill(List<String> products, int buyer) {
    CartOwner owner = Shop.client(scene.client());
    shop.set(owner, Shop.line(products.get(buyer % 2), 2));
    return shop.set(owner, Shop.line(products.get((buyer + 1) % 2), 1));
  }
}
