package dev.corral.prove;

import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.Order;
import java.util.List;

/** Sixty carts want two each of a hundred units: fifty can have them. */
final class LastUnits extends Contest {

  private static final int BUYERS = 60;
  private static final long STOCK = 100;
  private static final int EACH = 2;

  private final Scene scene;
  private final Shop shop;

  LastUnits(Scene scene) {
    super("checkout of the last units", "oversold units", BUYERS);
    this.scene = scene;
    this.shop = new Shop(scene);
  }

  @Override
  int rounds(int asked) {
    return Math.ceilDiv(asked, 4);
  }

  @Override
  void round(int number, Tally tally) {
    String product = shop.product(STOCK);
    List<Cart> carts =
        Calls.each(BUYERS, i -> shop.set(Shop.client(scene.client()), Shop.line(product, EACH)));
    Calls<Order> calls = Calls.atOnce(BUYERS, i -> shop.checkout(carts.get(i)));
    tally.count(calls, "OUT_OF_STOCK");
    int won = calls.won().size();
    tally.expect(
        won == STOCK / EACH, won + " buyers were sold two of a hundred units, instead of 50");
    shop.check(product, STOCK, Shop.units(shop.invoices(calls.won()), product), 0, tally);
  }
}
