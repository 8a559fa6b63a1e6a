package dev.corral.prove;

import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.Order;
import java.util.List;

/** Sixty carts want two each of a hundred units: fifty can have them. */
final class LastUnits implements Contest {

  private static final int BUYERS = 60;
  private static final long STOCK = 100;
  private static final int EACH = 2;

  private final Scene scene;
  private Shop shop;

  LastUnits(Scene scene) {
    this.scene = scene;
  }

  @Override
  public String name() {
    return "checkout of the last units";
  }

  @Override
  public String harm() {
    return "oversold units";
  }

  @Override
  public int callers() {
    return BUYERS;
  }

  @Override
  public int rounds(int asked) {
    return Math.ceilDiv(asked, 4);
  }

  @Override
  public void prepare(int rounds) {
    shop = new Shop(scene);
  }

  @Override
  public void round(int number, Tally tally) {
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
