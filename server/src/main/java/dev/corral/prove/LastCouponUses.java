package dev.corral.prove;

import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartOwner;
import dev.corral.cart.v1.Order;
import java.util.List;

/** Ten carts with a coupon of which three uses are left. */
final class LastCouponUses extends Contest {

  private static final int BUYERS = 10;
  private static final int USES = 3;
  private static final long STOCK = 1_000_000;

  private final Scene scene;
  private final Shop shop;
  private String product;

  LastCouponUses(Scene scene) {
    super("last uses of a coupon", "uses too many", BUYERS);
    this.scene = scene;
    this.shop = new Shop(scene);
  }

  @Override
  int rounds(int asked) {
    return Math.ceilDiv(asked, 2);
  }

  @Override
  void prepare(int rounds) {
    product = shop.product(STOCK);
  }

  @Override
  void round(int number, Tally tally) {
    String coupon = shop.coupon(USES);
    List<Cart> carts = Calls.each(BUYERS, i -> fill(coupon));
    Calls<Order> calls = Calls.atOnce(BUYERS, i -> shop.checkout(carts.get(i)));
    tally.count(calls, "COUPON_USED_UP");
    long used = shop.invoices(calls.won()).stream().filter(i -> i.getDiscountMinor() > 0).count();
    tally.harm(used - USES, "coupon %s was used %d times".formatted(coupon, used));
    int won = calls.won().size();
    tally.expect(won == USES, won + " buyers had a coupon with 3 uses");
  }

  private Cart fill(String coupon) {
    CartOwner owner = Shop.client(scene.client());
    shop.set(owner, Shop.line(product, 1));
    return shop.apply(owner, coupon);
  }
}
