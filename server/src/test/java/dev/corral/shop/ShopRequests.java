package dev.corral.shop;

import com.google.protobuf.Message;
import dev.corral.Clinic;
import dev.corral.cart.v1.CartOwner;
import dev.corral.catalog.v1.Coupon;
import dev.corral.catalog.v1.Product;
import dev.corral.catalog.v1.UpsertCouponRequest;
import dev.corral.catalog.v1.UpsertProductRequest;
import dev.corral.stock.v1.Reservation;
import dev.corral.testing.ProgramDice;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes the next call of a program from a dice and what is known so far. */
final class ShopRequests {

  private final ProgramDice dice;
  private final ShopCast cast;
  private final ShopMemory memory;
  private final StockRequests stock;
  private final CartRequests carts;

  ShopRequests(ProgramDice dice, ShopCast cast, ShopMemory memory) {
    this.dice = dice;
    this.cast = cast;
    this.memory = memory;
    this.stock = new StockRequests(dice, cast, memory);
    this.carts = new CartRequests(dice, cast, memory);
  }

  /** Products, coupons and deliveries to begin with. */
  List<Message> storing() {
    List<Message> requests = new ArrayList<>();
    cast.products().forEach(product -> requests.add(product(product)));
    ShopCast.COUPONS.forEach(coupon -> requests.add(coupon(coupon)));
    for (int i = 0; i < 5; i++) {
      requests.add(stock.receive());
    }
    return requests;
  }

  ShopCall next() {
    if (dice.percent(6) && !memory.told().isEmpty()) {
      return again();
    }
    int kind = dice.between(0, 99);
    if (kind < 5) {
      return new ShopCall("", reference());
    } else if (kind < 45) {
      return new ShopCall("", stock(dice.between(0, 99)));
    }
    Message request = cart(dice.between(0, 99));
    return new ShopCall(caller(request), request);
  }

  /** As {@link #next}, but the time of a reservation is over when the clock says so. */
  ShopCall nextAtOnce() {
    ShopCall call = next();
    boolean fixed = call.isExpiry() || call.request() instanceof UpsertCouponRequest;
    return fixed ? new ShopCall("", stock.reserve(true)) : call;
  }

  private Message stock(int kind) {
    if (kind >= 70 && kind < 95 && memory.reservations().isEmpty()) {
      return stock.reserve(false);
    } else if (kind < 20) {
      return stock.receive();
    } else if (kind < 38) {
      return stock.adjust();
    } else if (kind < 50) {
      return stock.transfer();
    } else if (kind < 70) {
      return stock.reserve(false);
    } else if (kind < 74) {
      return stock.extend();
    } else if (kind < 79) {
      return stock.release();
    } else if (kind < 91) {
      return stock.commit();
    } else if (kind < 95) {
      Reservation known = stock.reservation();
      return memory.reservations().contains(known) ? known : stock.reserve(false);
    }
    return stock.recall();
  }

  private Message cart(int kind) {
    if (kind < 36) {
      return carts.set();
    } else if (kind < 41) {
      return carts.remove();
    } else if (kind < 44) {
      return carts.clear();
    } else if (kind < 54) {
      return carts.merge();
    } else if (kind < 63) {
      return carts.apply();
    } else if (kind < 66) {
      return carts.removeCoupon();
    } else if (kind < 72) {
      return carts.preview();
    }
    return carts.checkout();
  }

  /** The cart's client, somebody of the clinic, or now and then another client. */
  private String caller(Message request) {
    Object owner = null;
    for (var field : request.getAllFields().entrySet()) {
      if (field.getKey().getName().equals("client_id")) {
        owner = field.getValue();
      } else if (field.getValue() instanceof CartOwner of && of.hasClientId()) {
        owner = of.getClientId();
      }
    }
    if (dice.percent(50)) {
      return "";
    }
    return owner != null && dice.percent(96) ? (String) owner : dice.of(cast.clients());
  }

  /** An earlier request again, or its id with another request of its kind. */
  private ShopCall again() {
    List<ShopCall> sent =
        memory.told().stream()
            .map(ShopMemory.Told::call)
            .filter(call -> !call.isExpiry() && requestId(call.request()) != null)
            .toList();
    if (sent.isEmpty()) {
      return new ShopCall("", stock.receive());
    }
    ShopCall first = dice.of(sent);
    if (dice.percent(75)) {
      return first;
    }
    ShopCall other =
        dice.of(
            sent.stream()
                .filter(call -> call.request().getClass() == first.request().getClass())
                .toList());
    return new ShopCall(other.clientId(), withId(other.request(), requestId(first.request())));
  }

  static Object requestId(Message request) {
    var field = request.getDescriptorForType().findFieldByName("request_id");
    return field == null ? null : request.getField(field);
  }

  private static Message withId(Message request, Object id) {
    var field = request.getDescriptorForType().findFieldByName("request_id");
    return request.toBuilder().setField(field, id).build();
  }

  private Message reference() {
    return dice.percent(75) ? product(dice.of(cast.products())) : coupon(dice.of(ShopCast.COUPONS));
  }

  private Message product(String id) {
    int number = cast.products().indexOf(id);
    Product.Builder product =
        Product.newBuilder()
            .setProductId(id)
            .setDisplayName("Product " + number)
            .setUnit("tablet")
            .setPriceMinor(dice.percent(97) ? dice.of(0, 333, 500, 999, 1_000) : 9_000_000_000_000L)
            .setTaxRateBp(dice.of(0, 500, 1_000, 2_150))
            .setActive(dice.percent(92));
    if (number == 1) {
      product.setMinQuantity(dice.of(0, 1, 2)).setMaxQuantity(dice.of(0, 6, 20));
    } else if (number == 2) {
      product.setRequiresPrescription(dice.percent(70));
    } else if (number == 3 && dice.percent(70)) {
      product.addSpecies("dog");
    }
    return UpsertProductRequest.newBuilder().setRequestId(dice.id()).setProduct(product).build();
  }

  private Message coupon(String code) {
    LocalDate today = LocalDate.now(cast.zone());
    Coupon.Builder coupon =
        Coupon.newBuilder()
            .setCouponCode(dice.percent(50) ? code : code.toLowerCase(Locale.ROOT))
            .setDisplayName("Coupon")
            .setMaxDiscountMinor(dice.of(0, 0, 250))
            .setMinSubtotalMinor(dice.of(0, 0, 2_000))
            .setMaxUses(code.equals("ONCE") ? 1 : dice.of(0, 3))
            .setMaxUsesPerClient(dice.of(0, 0, 1))
            .setActive(dice.percent(93));
    if (dice.percent(60)) {
      coupon.setRateBp(dice.of(1_000, 3_333, 10_000));
    } else {
      coupon.setAmountMinor(dice.of(1, 700, 5_000));
    }
    if (dice.percent(40)) {
      coupon.addAllProductIds(dice.some(cast.products(), 1));
      coupon.addAllServiceIds(dice.some(cast.services(), 0));
    }
    if (dice.percent(15)) {
      coupon.setFirstDate(Clinic.date(today.plusDays(dice.of(0, 1, -1))));
    } else if (dice.percent(15)) {
      coupon.setLastDate(Clinic.date(today.plusDays(dice.of(0, 1, -1))));
    }
    return UpsertCouponRequest.newBuilder().setRequestId(dice.id()).setCoupon(coupon).build();
  }
}
