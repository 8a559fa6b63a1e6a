package dev.corral.shop;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartOwner;
import dev.corral.cart.v1.Order;
import dev.corral.stock.v1.Reservation;
import dev.corral.stock.v1.StockMovement;
import dev.corral.stock.v1.StockReason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What callers know from the answers so far: what later requests are about. Thread-safe. */
final class ShopMemory {

  /** A call and what it was answered. */
  record Told(ShopCall call, ShopAnswer answer) {}

  private final List<Told> told = new ArrayList<>();
  private final Map<CartOwner, Cart> carts = new HashMap<>();
  private final Map<String, Reservation> reservations = new LinkedHashMap<>();
  private final Map<String, StockMovement> movements = new LinkedHashMap<>();
  private final Map<String, Order> orders = new LinkedHashMap<>();

  synchronized void learn(ShopCall call, ShopAnswer answer) {
    told.add(new Told(call, answer));
    if (answer.isSuccess()) {
      learn(answer.message());
    }
  }

  /** Takes up every cart, reservation, movement and order in a message. */
  synchronized void learn(Message message) {
    if (message instanceof Cart cart) {
      carts.merge(
          cart.getOwner(), cart, (old, seen) -> old.getVersion() > seen.getVersion() ? old : seen);
    } else if (message instanceof Reservation reservation) {
      reservations.put(reservation.getReservationId(), reservation);
    } else if (message instanceof StockMovement movement) {
      movements.put(movement.getMovementId(), movement);
    } else if (message instanceof Order order) {
      orders.put(order.getInvoiceId(), order);
    } else {
      message.getAllFields().forEach(this::learnField);
    }
  }

  private void learnField(FieldDescriptor field, Object value) {
    if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      Collection<?> values = field.isRepeated() ? (List<?>) value : List.of(value);
      values.forEach(each -> learn((Message) each));
    }
  }

  synchronized List<Told> told() {
    return List.copyOf(told);
  }

  synchronized Cart cart(CartOwner owner) {
    return carts.getOrDefault(owner, Cart.newBuilder().setOwner(owner).build());
  }

  synchronized List<Reservation> reservations() {
    return List.copyOf(reservations.values());
  }

  synchronized List<Order> orders() {
    return List.copyOf(orders.values());
  }

  synchronized List<StockMovement> movements() {
    return List.copyOf(movements.values());
  }

  synchronized List<StockMovement> sales() {
    return movements.values().stream()
        .filter(movement -> movement.getReason() == StockReason.STOCK_REASON_SALE)
        .toList();
  }

  /** How many of a lot are at a location, so far as is known. */
  synchronized long onHand(String productId, String locationId, String lotCode) {
    Map<String, Long> sums = new TreeMap<>();
    for (StockMovement m : movements.values()) {
      String place = m.getProductId() + m.getLocationId() + "/" + m.getLotCode();
      sums.merge(place, m.getQuantity(), Long::sum);
    }
    return Math.max(0, sums.getOrDefault(productId + locationId + "/" + lotCode, 0L));
  }
}
