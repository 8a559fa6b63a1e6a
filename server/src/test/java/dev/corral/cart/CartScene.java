package dev.corral.cart;

import static dev.corral.cart.CartCalls.applying;
import static dev.corral.cart.CartCalls.forPet;
import static dev.corral.cart.CartCalls.rate;
import static dev.corral.cart.CartCalls.variant;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.MergeStrategy;
import dev.corral.catalog.v1.Coupon;
import dev.corral.catalog.v1.Product;
import dev.corral.catalog.v1.Service;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A client whose cart can be checked out: a product and a service, each for a pet, a coupon that
 * the client has used once before, and a reservation of some of the units. Tests spoil it in one
 * way or in several, and then ask.
 */
final class CartScene {

  final TestServer server;
  final Shop shop;

  // What the request will say.
  Clinic caller;
  String requestId = Clinic.newId();
  String usedRequestId;
  String client;
  String guest;
  String product;
  String service;
  String pet;
  String variant = "new";
  String couponCode;
  String reservation;
  MergeStrategy strategy = MergeStrategy.MERGE_STRATEGY_ADD;
  long seenPrice = 1_000_000;
  long seenTotal;
  long version;

  private final Product.Builder tablets = Clinic.tablets(500);
  private final Service.Builder visit = Clinic.consultation(30);
  private final Coupon.Builder coupon = rate("SCENE", 1_000);
  private final String petOfTheVisit;

  CartScene(TestServer server) {
    this.server = server;
    this.shop = Shop.open(server);
    this.caller = shop.clinic();
    this.client = shop.client();
    this.product = shop.clinic().product(tablets);
    this.service = shop.clinic().service(visit);
    this.pet = shop.clinic().pet(client, "dog");
    this.petOfTheVisit = shop.clinic().pet(client, "dog");
    this.couponCode = shop.clinic().coupon(coupon);
    shop.receive(product, 100);
    fill();
    shop.checkout(shop.cart());
    fill();
  }

  /** Makes the call once, so that its request id is used; what comes next is another payload. */
  CartScene after(Consumer<CartScene> call) {
    call.accept(this);
    usedRequestId = requestId;
    requestId = Clinic.newId();
    strategy = MergeStrategy.MERGE_STRATEGY_LARGER;
    variant = "newer";
    fill();
    return this;
  }

  /** The cart as it is to be checked out, another guest's cart and another reservation. */
  private void fill() {
    shop.set(shop.owner(), forPet(Shop.line(product, 5), pet));
    shop.set(shop.owner(), forPet(CartCalls.visit(service, 1), petOfTheVisit));
    guest = Clinic.newId();
    shop.set(Shop.guest(guest), Shop.line(product, 1));
    reservation = shop.reserve(Shop.demand(product, 2)).getReservationId();
    see(shop.carts().applyCoupon(applying(shop.owner(), couponCode).build()).getCart());
  }

  private void see(Cart cart) {
    version = cart.getVersion();
    seenTotal = cart.getTotalMinor();
  }

  /** The cart is emptied, as the caller has seen. */
  void clear() {
    version =
        shop.carts().clearCart(CartCalls.clearing(shop.cart()).build()).getCart().getVersion();
  }

  /** The cart gets as many lines as it can have. */
  void full() {
    for (int i = shop.cart().getLinesCount(); i < 50; i++) {
      version = shop.set(shop.owner(), variant(Shop.line(product, 1), "line " + i)).getVersion();
    }
  }

  void tablets(Consumer<Product.Builder> change) {
    change.accept(tablets);
    shop.clinic().product(tablets);
  }

  void visit(Consumer<Service.Builder> change) {
    change.accept(visit);
    shop.clinic().service(visit);
  }

  void coupon(Consumer<Coupon.Builder> change) {
    change.accept(coupon);
    shop.clinic().coupon(coupon);
  }

  /** The pet of the request is nobody's, and one in the cart is somebody else's. */
  void petIsNotTheClients() {
    pet = Clinic.newId();
    CartCalls.giveAway(shop.clinic(), petOfTheVisit);
  }

  /** All units are held, two of them for this cart. */
  void othersHoldTheRest() {
    shop.withClient().reserve(Shop.demand(tablets.getProductId(), available()));
  }

  private long available() {
    return shop.level(tablets.getProductId()).getAvailable();
  }

  List<String> stored() {
    return Stream.of(shop.clinic(), Clinic.unknown(server.channel()))
        .flatMap(clinic -> CartCalls.stored(server, clinic).stream())
        .toList();
  }
}
