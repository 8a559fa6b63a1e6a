package dev.corral.prove;

import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartLine;
import dev.corral.cart.v1.DeviceLines;
import dev.corral.cart.v1.MergeCartRequest;
import dev.corral.cart.v1.MergeStrategy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Two clients sign in on ten devices each at once, and no cart is there yet. Half of the devices
 * bring lines of their own, half a guest's cart; each has another product.
 */
final class MergeCarts extends Contest {

  private static final int CLIENTS = 2;
  private static final int DEVICES = 10;

  private final Scene scene;
  private final Shop shop;
  private List<String> products;

  MergeCarts(Scene scene) {
    super("merge carts of ten devices", "lost lines", CLIENTS * DEVICES);
    this.scene = scene;
    this.shop = new Shop(scene);
  }

  @Override
  void prepare(int rounds) {
    products = Calls.each(DEVICES, i -> shop.product(0));
  }

  @Override
  void round(int number, Tally tally) {
    List<String> clients = scene.clients(CLIENTS);
    List<MergeCartRequest> merges =
        Calls.each(callers(), i -> merge(clients.get(i / DEVICES), i % DEVICES));
    Calls<Cart> calls =
        Calls.atOnce(callers(), i -> shop.carts().mergeCart(merges.get(i)).getCart());
    tally.count(calls);
    for (int i = 0; i < callers(); i++) {
      boolean told = !calls.won(i) || keeps(calls.answer(i)).contains(products.get(i % DEVICES));
      tally.expect(told, "a merge was acknowledged with a cart that lacks its line");
    }
    clients.forEach(client -> check(client, tally));
  }

  private void check(String client, Tally tally) {
    Cart cart = shop.cart(Shop.client(client));
    Set<String> lost = new HashSet<>(products);
    lost.removeAll(keeps(cart));
    tally.harm(
        lost.size(),
        "client %s has %d of %d lines".formatted(client, DEVICES - lost.size(), DEVICES));
    tally.expect(
        cart.getLinesList().stream().allMatch(line -> line.getQuantity() == 1),
        "a line has been merged more than once");
  }

  private static Set<String> keeps(Cart cart) {
    return cart.getLinesList().stream()
        .map(CartLine::getKey)
        .map(key -> key.getProductId())
        .collect(Collectors.toSet());
  }

  private MergeCartRequest merge(String client, int device) {
    MergeCartRequest.Builder merge =
        MergeCartRequest.newBuilder()
            .setRequestId(Scene.newId())
            .setClientId(client)
            .setStrategy(MergeStrategy.MERGE_STRATEGY_ADD);
    if (device % 2 == 0) {
      merge.setDeviceLines(DeviceLines.newBuilder().addLines(Shop.line(products.get(device), 1)));
    } else {
      String token = Scene.newId();
      shop.set(Shop.guest(token), Shop.line(products.get(device), 1));
      merge.setGuestToken(token);
    }
    return merge.build();
  }
}
