package dev.corral;

import dev.corral.cart.v1.CartLineInput;
import dev.corral.cart.v1.CartLineKey;
import dev.corral.cart.v1.CartOwner;
import dev.corral.cart.v1.GetCartRequest;
import dev.corral.cart.v1.SetCartLineRequest;
import dev.corral.catalog.v1.Coupon;
import dev.corral.stock.v1.Location;
import dev.corral.stock.v1.ReceiveStockRequest;
import dev.corral.stock.v1.ReserveStockRequest;
import dev.corral.stock.v1.StockDemand;
import dev.corral.stock.v1.StockReceipt;
import dev.corral.stock.v1.UpsertLocationRequest;

/** The products, reservations and carts that {@link ValidRequests} needs. */
final class ValidShelves {

  /** A second location, beside `main`. */
  static final String LOCATION = "store";

  /** The lot that every product has some units of. */
  static final String LOT = "L1";

  private static final int UNITS = 100_000;

  private final Clinic clinic;
  private final String client;
  private String product;

  ValidShelves(Clinic clinic, String client) {
    this.clinic = clinic;
    this.client = client;
  }

  /** A product of which enough is on hand, in a lot that expires on the date that requests name. */
  String product() {
    if (product == null) {
      product = clinic.product(Clinic.tablets(1000));
      clinic
          .stock()
          .upsertLocation(
              UpsertLocationRequest.newBuilder()
                  .setRequestId(Clinic.newId())
                  .setLocation(
                      Location.newBuilder().setLocationId(LOCATION).setDisplayName("Store"))
                  .build());
      clinic
          .stock()
          .receiveStock(
              ReceiveStockRequest.newBuilder()
                  .setRequestId(Clinic.newId())
                  .addItems(
                      StockReceipt.newBuilder()
                          .setProductId(product)
                          .setLotCode(LOT)
                          .setExpiryDate(Clinic.date(clinic.day(3)))
                          .setQuantity(UNITS))
                  .build());
    }
    return product;
  }

  /** A reservation for the client. */
  String reservation() {
    return clinic
        .stock()
        .reserveStock(
            ReserveStockRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setClientId(client)
                .addItems(StockDemand.newBuilder().setProductId(product()).setQuantity(5))
                .build())
        .getReservation()
        .getReservationId();
  }

  String coupon() {
    return clinic.coupon(
        Coupon.newBuilder()
            .setCouponCode("SPRING")
            .setDisplayName("Spring")
            .setAmountMinor(1)
            .setActive(true));
  }

  /** The token of a guest with something in the cart. */
  String guest() {
    String token = Clinic.newId();
    setLine(CartOwner.newBuilder().setGuestToken(token).build());
    return token;
  }

  /** The version of the client's cart, with something in it. */
  long cartVersion() {
    CartOwner owner = CartOwner.newBuilder().setClientId(client).build();
    setLine(owner);
    return clinic
        .carts()
        .getCart(GetCartRequest.newBuilder().setOwner(owner).build())
        .getCart()
        .getVersion();
  }

  private void setLine(CartOwner owner) {
    clinic
        .carts()
        .setCartLine(
            SetCartLineRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setOwner(owner)
                .setLine(
                    CartLineInput.newBuilder()
                        .setKey(CartLineKey.newBuilder().setProductId(product()))
                        .setQuantity(1))
                .build());
  }
}
