package dev.corral.shop;

import com.google.protobuf.Message;
import dev.corral.Shop;
import dev.corral.cart.v1.ApplyCouponRequest;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartLineInput;
import dev.corral.cart.v1.CartLineKey;
import dev.corral.cart.v1.CartOwner;
import dev.corral.cart.v1.CheckoutRequest;
import dev.corral.cart.v1.ClearCartRequest;
import dev.corral.cart.v1.DeviceLines;
import dev.corral.cart.v1.MergeCartRequest;
import dev.corral.cart.v1.MergeStrategy;
import dev.corral.cart.v1.PreviewCheckoutRequest;
import dev.corral.cart.v1.RemoveCartLineRequest;
import dev.corral.cart.v1.RemoveCouponRequest;
import dev.corral.cart.v1.SetCartLineRequest;
import dev.corral.stock.v1.Reservation;
import dev.corral.testing.ProgramDice;
import java.util.List;
import java.util.Locale;

/** Makes requests about carts, most of which make sense. */
final class CartRequests {

  private final ProgramDice dice;
  private final ShopCast cast;
  private final ShopMemory memory;

  CartRequests(ProgramDice dice, ShopCast cast, ShopMemory memory) {
    this.dice = dice;
    this.cast = cast;
    this.memory = memory;
  }

  private String client() {
    return dice.percent(99) ? dice.of(cast.clients()) : dice.id();
  }

  private CartOwner owner() {
    return dice.percent(70)
        ? CartOwner.newBuilder().setClientId(client()).build()
        : Shop.guest(dice.of(cast.guests()));
  }

  private long version(CartOwner owner) {
    return dice.percent(70) ? 0 : seenVersion(owner);
  }

  private long seenVersion(CartOwner owner) {
    int ahead = dice.percent(90) ? 0 : dice.of(1, -1);
    return Math.max(0, memory.cart(owner).getVersion() + ahead);
  }

  private CartLineKey key(boolean guest) {
    CartLineKey.Builder key = CartLineKey.newBuilder();
    if (dice.percent(90)) {
      key.setProductId(dice.percent(98) ? dice.of(cast.products()) : dice.id());
    } else {
      key.setServiceId(dice.percent(95) ? dice.of(cast.services()) : dice.id());
    }
    if (dice.percent(guest ? 3 : 35)) {
      key.setPetId(dice.percent(96) ? dice.of(cast.pets()) : dice.id());
    }
    return key.setVariant(dice.of("", "", "", "salmon")).build();
  }

  private CartLineInput line(CartLineKey key) {
    int quantity = dice.percent(94) ? dice.between(1, 5) : dice.between(40, 100);
    return CartLineInput.newBuilder()
        .setKey(key)
        .setQuantity(quantity)
        .setPrescriptionReference(dice.percent(65) ? "file" : "")
        .build();
  }

  Message set() {
    CartOwner owner = owner();
    SetCartLineRequest.Builder request =
        SetCartLineRequest.newBuilder()
            .setRequestId(dice.id())
            .setOwner(owner)
            .setLine(line(key(owner.hasGuestToken())))
            .setVersion(version(owner));
    if (dice.percent(15)) {
      request.setSeenUnitPriceMinor(dice.of(0, 500, 1_000, 1_000_000));
    }
    return request.build();
  }

  Message remove() {
    CartOwner owner = owner();
    Cart seen = memory.cart(owner);
    boolean there = seen.getLinesCount() > 0 && dice.percent(85);
    return RemoveCartLineRequest.newBuilder()
        .setRequestId(dice.id())
        .setOwner(owner)
        .setKey(there ? dice.of(seen.getLinesList()).getKey() : key(false))
        .setVersion(version(owner))
        .build();
  }

  Message clear() {
    CartOwner owner = owner();
    return ClearCartRequest.newBuilder()
        .setRequestId(dice.id())
        .setOwner(owner)
        .setVersion(seenVersion(owner))
        .build();
  }

  Message merge() {
    MergeCartRequest.Builder request =
        MergeCartRequest.newBuilder()
            .setRequestId(dice.id())
            .setClientId(client())
            .setStrategy(MergeStrategy.forNumber(dice.between(0, 4)));
    return dice.percent(60)
        ? request.setGuestToken(dice.of(cast.guests())).build()
        : request.setDeviceLines(device()).build();
  }

  /** A few lines, or so many that no cart can hold them all. */
  private DeviceLines device() {
    DeviceLines.Builder lines = DeviceLines.newBuilder();
    boolean many = dice.percent(6);
    for (int i = many ? dice.between(46, 50) : dice.between(1, 4); i > 0; i--) {
      CartLineKey key = key(false);
      lines.addLines(line(many ? key.toBuilder().setVariant("variant " + i).build() : key));
    }
    return lines.build();
  }

  Message apply() {
    CartOwner owner = owner();
    String code = dice.percent(97) ? dice.of(ShopCast.COUPONS) : "UNKNOWN";
    return ApplyCouponRequest.newBuilder()
        .setRequestId(dice.id())
        .setOwner(owner)
        .setCouponCode(dice.percent(70) ? code : code.toLowerCase(Locale.ROOT))
        .setVersion(version(owner))
        .build();
  }

  Message removeCoupon() {
    CartOwner owner = owner();
    return RemoveCouponRequest.newBuilder()
        .setRequestId(dice.id())
        .setOwner(owner)
        .setVersion(version(owner))
        .build();
  }

  Message preview() {
    String client = buyer();
    PreviewCheckoutRequest.Builder request =
        PreviewCheckoutRequest.newBuilder().setClientId(client);
    if (dice.percent(60)) {
      request.setSeenTotalMinor(seenTotal(client));
    }
    String reservation = reservation(client);
    return reservation.isEmpty() ? request.build() : request.setReservationId(reservation).build();
  }

  Message checkout() {
    String client = buyer();
    CheckoutRequest.Builder request =
        CheckoutRequest.newBuilder()
            .setRequestId(dice.id())
            .setClientId(client)
            .setVersion(
                Math.max(1, seenVersion(CartOwner.newBuilder().setClientId(client).build())))
            .setSeenTotalMinor(seenTotal(client));
    String reservation = reservation(client);
    return reservation.isEmpty() ? request.build() : request.setReservationId(reservation).build();
  }

  /** Mostly a client who has something to buy. */
  private String buyer() {
    List<String> ready =
        cast.clients().stream()
            .filter(
                id ->
                    memory.cart(CartOwner.newBuilder().setClientId(id).build()).getLinesCount() > 0)
            .toList();
    return ready.isEmpty() || dice.percent(8) ? client() : dice.of(ready);
  }

  private long seenTotal(String client) {
    Cart seen = memory.cart(CartOwner.newBuilder().setClientId(client).build());
    return Math.max(0, seen.getTotalMinor() + dice.of(0, 0, 0, 0, 0, 0, 0, 0, 50, -1));
  }

  /** Mostly none, else mostly one that is for the client. */
  private String reservation(String client) {
    List<Reservation> all = memory.reservations();
    List<Reservation> own =
        all.stream()
            .filter(r -> r.getClientId().equals(client) && r.getState().getNumber() == 1)
            .toList();
    if (dice.percent(60) || all.isEmpty()) {
      return "";
    }
    return (own.isEmpty() || dice.percent(8) ? dice.of(all) : dice.of(own)).getReservationId();
  }
}
