package dev.corral;

import dev.corral.cart.v1.ApplyCouponRequest;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartLineInput;
import dev.corral.cart.v1.CartLineKey;
import dev.corral.cart.v1.CartOwner;
import dev.corral.cart.v1.CartServiceGrpc.CartServiceBlockingStub;
import dev.corral.cart.v1.CheckoutRequest;
import dev.corral.cart.v1.GetCartRequest;
import dev.corral.cart.v1.MergeCartRequest;
import dev.corral.cart.v1.MergeCartResponse;
import dev.corral.cart.v1.MergeStrategy;
import dev.corral.cart.v1.Order;
import dev.corral.cart.v1.SetCartLineRequest;
import dev.corral.common.v1.Role;
import dev.corral.payment.v1.GetInvoiceRequest;
import dev.corral.payment.v1.Invoice;
import dev.corral.stock.v1.CommitReservationRequest;
import dev.corral.stock.v1.CommitReservationResponse;
import dev.corral.stock.v1.GetStockLevelRequest;
import dev.corral.stock.v1.ListStockMovementsRequest;
import dev.corral.stock.v1.Location;
import dev.corral.stock.v1.ReceiveStockRequest;
import dev.corral.stock.v1.ReceiveStockResponse;
import dev.corral.stock.v1.ReleaseReservationRequest;
import dev.corral.stock.v1.Reservation;
import dev.corral.stock.v1.ReserveStockRequest;
import dev.corral.stock.v1.StockDemand;
import dev.corral.stock.v1.StockLevel;
import dev.corral.stock.v1.StockMovement;
import dev.corral.stock.v1.StockReceipt;
import dev.corral.stock.v1.StockServiceGrpc.StockServiceBlockingStub;
import dev.corral.stock.v1.UpsertLocationRequest;
import dev.corral.tenant.v1.TenantSettings;
import dev.corral.testing.TestPostgres;
import java.util.List;

/**
 * A clinic that sells from its shelves: one client with a cart. Every call is made with a fresh
 * request id, as ADMIN unless {@link #as} says otherwise.
 */
public final class Shop {

  private final TestServer server;
  private final Clinic clinic;
  private final String client;

  private Shop(TestServer server, Clinic clinic, String client) {
    this.server = server;
    this.clinic = clinic;
    this.client = client;
  }

  public static Shop open(TestServer server) {
    return open(server, Clinic.settings("UTC").build());
  }

  public static Shop open(TestServer server, TenantSettings settings) {
    Clinic clinic = Clinic.create(server.channel(), settings);
    return new Shop(server, clinic, clinic.client());
  }

  /** The same shop, used by somebody else. */
  public Shop as(Role role, String actorId) {
    return new Shop(server, clinic.as(role, actorId), client);
  }

  /** The same shop, used by its client. */
  public Shop asClient() {
    return as(Role.ROLE_CLIENT, client);
  }

  /** The same shop with a further client. */
  public Shop withClient() {
    return new Shop(server, clinic, clinic.client());
  }

  public Clinic clinic() {
    return clinic;
  }

  public String client() {
    return client;
  }

  public StockServiceBlockingStub stock() {
    return clinic.stock();
  }

  public CartServiceBlockingStub carts() {
    return clinic.carts();
  }

  // Stock.

  /** A product with so many units of no lot at main. */
  public String product(long priceMinor, long units) {
    String id = clinic.product(Clinic.tablets(priceMinor));
    if (units > 0) {
      receive(id, units);
    }
    return id;
  }

  public ReceiveStockResponse receive(String productId, long units) {
    return receive("", StockReceipt.newBuilder().setProductId(productId).setQuantity(units));
  }

  public ReceiveStockResponse receive(String locationId, StockReceipt.Builder... items) {
    ReceiveStockRequest.Builder request =
        ReceiveStockRequest.newBuilder().setRequestId(Clinic.newId()).setLocationId(locationId);
    for (StockReceipt.Builder item : items) {
      request.addItems(item);
    }
    return stock().receiveStock(request.build());
  }

  /** Units of a lot that is good for so many days from today; negative: it has expired. */
  public StockReceipt.Builder lot(String productId, String lotCode, long units, int daysGood) {
    return StockReceipt.newBuilder()
        .setProductId(productId)
        .setLotCode(lotCode)
        .setQuantity(units)
        .setExpiryDate(Clinic.date(clinic.day(daysGood)));
  }

  public void location(String locationId) {
    stock()
        .upsertLocation(
            UpsertLocationRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setLocation(
                    Location.newBuilder().setLocationId(locationId).setDisplayName("Location"))
                .build());
  }

  public StockLevel level(String productId) {
    return stock()
        .getStockLevel(GetStockLevelRequest.newBuilder().setProductId(productId).build())
        .getLevel();
  }

  /** Movements, the newest first. */
  public List<StockMovement> movements(String productId) {
    return stock()
        .listStockMovements(
            ListStockMovementsRequest.newBuilder().setProductId(productId).setPageSize(200).build())
        .getMovementsList();
  }

  public static StockDemand.Builder demand(String productId, long units) {
    return StockDemand.newBuilder().setProductId(productId).setQuantity(units);
  }

  /** Holds units for the client, for half an hour. */
  public Reservation reserve(StockDemand.Builder... items) {
    return reserve(0, items);
  }

  public Reservation reserve(int ttlSeconds, StockDemand.Builder... items) {
    ReserveStockRequest.Builder request =
        ReserveStockRequest.newBuilder()
            .setRequestId(Clinic.newId())
            .setClientId(client)
            .setTtlSeconds(ttlSeconds);
    for (StockDemand.Builder item : items) {
      request.addItems(item);
    }
    return stock().reserveStock(request.build()).getReservation();
  }

  /** Hands out items of a reservation, or without items all of it. */
  public CommitReservationResponse commit(String reservationId, StockDemand.Builder... items) {
    CommitReservationRequest.Builder request =
        CommitReservationRequest.newBuilder()
            .setRequestId(Clinic.newId())
            .setReservationId(reservationId);
    for (StockDemand.Builder item : items) {
      request.addItems(item);
    }
    return stock().commitReservation(request.build());
  }

  public Reservation release(String reservationId) {
    return stock()
        .releaseReservation(
            ReleaseReservationRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setReservationId(reservationId)
                .build())
        .getReservation();
  }

  /** Lets the time of a reservation be over, as the database sees it. */
  public void expire(String reservationId) {
    TestPostgres.execute(
        server.databaseUrl(),
        "WITH r AS (UPDATE stock.reservation SET expire_time = clock_timestamp()"
            + " WHERE reservation_id = '%1$s' RETURNING expire_time)".formatted(reservationId)
            + " UPDATE stock.reservation_item AS i SET expire_time = r.expire_time FROM r"
            + " WHERE i.reservation_id = '%1$s'".formatted(reservationId));
  }

  // Carts.

  public CartOwner owner() {
    return CartOwner.newBuilder().setClientId(client).build();
  }

  public static CartOwner guest(String token) {
    return CartOwner.newBuilder().setGuestToken(token).build();
  }

  public static CartLineInput.Builder line(String productId, int quantity) {
    return CartLineInput.newBuilder()
        .setKey(CartLineKey.newBuilder().setProductId(productId))
        .setQuantity(quantity);
  }

  public Cart cart() {
    return cart(owner());
  }

  public Cart cart(CartOwner owner) {
    return carts().getCart(GetCartRequest.newBuilder().setOwner(owner).build()).getCart();
  }

  /** Sets a line of the client's cart. */
  public Cart set(String productId, int quantity) {
    return set(owner(), line(productId, quantity));
  }

  public Cart set(CartOwner owner, CartLineInput.Builder line) {
    return carts()
        .setCartLine(
            SetCartLineRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setOwner(owner)
                .setLine(line)
                .build())
        .getCart();
  }

  public Cart applyCoupon(String couponCode) {
    return carts()
        .applyCoupon(
            ApplyCouponRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setOwner(owner())
                .setCouponCode(couponCode)
                .build())
        .getCart();
  }

  public MergeCartResponse merge(String guestToken, MergeStrategy strategy) {
    return carts()
        .mergeCart(
            MergeCartRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setClientId(client)
                .setGuestToken(guestToken)
                .setStrategy(strategy)
                .build());
  }

  /** A request to check out a cart as it was seen. */
  public static CheckoutRequest.Builder checkoutOf(Cart seen) {
    return CheckoutRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setClientId(seen.getOwner().getClientId())
        .setVersion(seen.getVersion())
        .setSeenTotalMinor(seen.getTotalMinor());
  }

  public Order checkout(Cart seen) {
    return carts().checkout(checkoutOf(seen).build()).getOrder();
  }

  /** Buys so many of one product: sets the line, then checks out what the answer shows. */
  public Order buy(String productId, int quantity) {
    return checkout(set(productId, quantity));
  }

  public Invoice invoice(String invoiceId) {
    return clinic
        .payments()
        .getInvoice(GetInvoiceRequest.newBuilder().setInvoiceId(invoiceId).build())
        .getInvoice();
  }

  /** The reasons of a cart's problems, in order. */
  public static List<String> problems(Cart cart) {
    return cart.getProblemsList().stream().map(p -> p.getError().getReason()).toList();
  }
}
