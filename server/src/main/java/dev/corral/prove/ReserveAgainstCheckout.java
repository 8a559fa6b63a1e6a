package dev.corral.prove;

import com.google.protobuf.Message;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.Order;
import java.util.List;

/** Ten callers hold a unit and ten buy one, where there are ten. */
final class ReserveAgainstCheckout extends Contest {

  private static final int BUYERS = 10;
  private static final long STOCK = 10;

  private final Scene scene;
  private final Shop shop;

  ReserveAgainstCheckout(Scene scene) {
    super("reserve against checkout", "oversold units", 2 * BUYERS);
    this.scene = scene;
    this.shop = new Shop(scene);
  }

  @Override
  int rounds(int asked) {
    return Math.ceilDiv(asked, 2);
  }

  @Override
  void round(int number, Tally tally) {
    String product = shop.product(STOCK);
    List<Cart> carts =
        Calls.each(BUYERS, i -> shop.set(Shop.client(scene.client()), Shop.line(product, 1)));
    Calls<Message> calls =
        Calls.atOnce(
            callers(),
            i -> i % 2 == 0 ? shop.checkout(carts.get(i / 2)) : shop.reserve(product, 1));
    tally.count(calls, "OUT_OF_STOCK");
    int won = calls.won().size();
    tally.expect(won == STOCK, won + " callers were told that they have one of 10 units");
    List<Order> orders =
        calls.won().stream().filter(Order.class::isInstance).map(Order.class::cast).toList();
    long sold = Shop.units(shop.invoices(orders), product);
    shop.check(product, STOCK, sold, won - orders.size(), tally);
  }
}
