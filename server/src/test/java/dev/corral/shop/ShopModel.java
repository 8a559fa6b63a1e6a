package dev.corral.shop;

import static dev.corral.shop.ShopRefusal.when;

import com.google.protobuf.Message;
import dev.corral.cart.v1.ApplyCouponRequest;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartOwner;
import dev.corral.cart.v1.CheckoutRequest;
import dev.corral.cart.v1.ClearCartRequest;
import dev.corral.cart.v1.MergeCartRequest;
import dev.corral.cart.v1.PreviewCheckoutRequest;
import dev.corral.cart.v1.RemoveCartLineRequest;
import dev.corral.cart.v1.RemoveCouponRequest;
import dev.corral.cart.v1.SetCartLineRequest;
import dev.corral.catalog.v1.UpsertCouponRequest;
import dev.corral.catalog.v1.UpsertCouponResponse;
import dev.corral.catalog.v1.UpsertProductRequest;
import dev.corral.catalog.v1.UpsertProductResponse;
import dev.corral.catalog.v1.UpsertServiceRequest;
import dev.corral.directory.v1.UpsertPetRequest;
import dev.corral.kernel.Outcome;
import dev.corral.stock.v1.AdjustStockRequest;
import dev.corral.stock.v1.CommitReservationRequest;
import dev.corral.stock.v1.ExtendReservationRequest;
import dev.corral.stock.v1.RecallLotRequest;
import dev.corral.stock.v1.ReceiveStockRequest;
import dev.corral.stock.v1.ReleaseReservationRequest;
import dev.corral.stock.v1.Reservation;
import dev.corral.stock.v1.ReserveStockRequest;
import dev.corral.stock.v1.StockDemand;
import dev.corral.stock.v1.StockLevel;
import dev.corral.stock.v1.StockMovement;
import dev.corral.stock.v1.StockReceipt;
import dev.corral.stock.v1.TransferStockRequest;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What stock, cart and catalogue must answer, worked out from the rules and the contract's comments
 * without a database: one shop, one caller at a time.
 */
final class ShopModel {

  private final ShopCast cast;
  private final ModelCatalog catalog = new ModelCatalog();
  private final ModelShelves shelves;
  private final ModelStock stock;
  private final ModelHolds holds;
  private final ModelCarts carts;
  private final ModelCheckout checkout;
  private final Map<String, Told> answers = new HashMap<>();

  private final Set<String> sales = new HashSet<>();

  private record Told(ShopCall call, Message answer) {}

  private interface Effect {
    Message get() throws ShopRefusal;
  }

  ShopModel(ShopCast cast) {
    this.cast = cast;
    LocalDate today = LocalDate.now(cast.zone());
    this.shelves = new ModelShelves(today);
    this.stock = new ModelStock(shelves);
    this.holds = new ModelHolds(shelves, stock);
    ModelCoupons coupons = new ModelCoupons(catalog, today);
    ModelPricing pricing = new ModelPricing(cast.settings(), catalog, shelves, coupons);
    this.carts = new ModelCarts(catalog, pricing, coupons);
    this.checkout = new ModelCheckout(carts, pricing, coupons, shelves, stock);
  }

  StockLevel level(String product) {
    return shelves.level(product);
  }

  Cart cart(CartOwner owner) {
    return carts.show(carts.cart(owner));
  }

  /** Whether a checkout is told for the first time, rather than again. */
  boolean takeSale(String invoiceId) {
    return sales.add(invoiceId);
  }

  List<StockMovement> sold() {
    return checkout.sold;
  }

  /** Takes up who and what there is to begin with. */
  void store(Message request) {
    if (request instanceof UpsertServiceRequest upsert) {
      catalog.services.put(upsert.getService().getServiceId(), upsert.getService());
    } else if (request instanceof UpsertPetRequest upsert) {
      catalog.pets.put(upsert.getPet().getPetId(), upsert.getPet());
    }
  }

  void learn(StockMovement movement) {
    stock.learn(movement);
  }

  void expire(Reservation reservation) {
    shelves.reservations.get(reservation.getReservationId()).expired = true;
  }

  /** Answers a call and keeps its effect; what it makes gets the id {@code newId}. */
  ShopAnswer answer(ShopCall call, String newId) {
    try {
      return ShopAnswer.success(effect(call, newId));
    } catch (ShopRefusal refusal) {
      return refusal.answer();
    }
  }

  private Message effect(ShopCall call, String newId) throws ShopRefusal {
    String packageName = call.request().getDescriptorForType().getFile().getPackage();
    return switch (packageName) {
      case "corral.stock.v1" -> stock(call, newId);
      case "corral.cart.v1" -> cart(call, newId);
      default -> reference(call);
    };
  }

  private Message once(ShopCall call, Effect effect) throws ShopRefusal {
    Message request = call.request();
    Object id = request.getField(request.getDescriptorForType().findFieldByName("request_id"));
    String key = request.getDescriptorForType().getName() + id;
    Told told = answers.get(key);
    if (told == null) {
      Message answer = effect.get();
      answers.put(key, new Told(call, answer));
      return answer;
    }
    when(!told.call.equals(call), Outcome.REQUEST_ID_REUSED);
    return told.answer;
  }

  private void checkOne(String id) throws ShopRefusal {
    when(!catalog.products.containsKey(id), Outcome.PRODUCT_NOT_FOUND);
  }

  private void checkProduct(String id) throws ShopRefusal {
    when(!catalog.products.containsKey(id), Outcome.PRODUCT_NOT_FOUND, "product_id", id);
  }

  private Message stock(ShopCall call, String newId) throws ShopRefusal {
    Message message = call.request();
    if (message instanceof ReceiveStockRequest receive) {
      for (StockReceipt item : receive.getItemsList()) {
        checkProduct(item.getProductId());
      }
      ModelStock.checkPlace(receive.getLocationId());
      return once(call, () -> stock.receive(receive));
    } else if (message instanceof AdjustStockRequest adjust) {
      checkOne(adjust.getProductId());
      return once(call, () -> stock.adjust(adjust));
    } else if (message instanceof TransferStockRequest transfer) {
      checkOne(transfer.getProductId());
      return once(call, () -> stock.transfer(transfer));
    } else if (message instanceof RecallLotRequest recall) {
      checkOne(recall.getProductId());
      return once(call, () -> stock.recall(recall));
    } else if (message instanceof ReserveStockRequest reserve) {
      return once(call, () -> reserve(reserve, newId));
    } else if (message instanceof ReleaseReservationRequest release) {
      ModelReservation found = holds.find(release.getReservationId());
      return once(call, () -> holds.release(found));
    } else if (message instanceof ExtendReservationRequest extend) {
      ModelReservation found = holds.find(extend.getReservationId());
      return once(call, () -> holds.extend(found));
    }
    CommitReservationRequest commit = (CommitReservationRequest) message;
    ModelReservation found = holds.find(commit.getReservationId());
    return once(call, () -> holds.commit(commit, found));
  }

  private Message reserve(ReserveStockRequest request, String newId) throws ShopRefusal {
    boolean known = !request.hasClientId() || cast.clients().contains(request.getClientId());
    when(!known, Outcome.CLIENT_NOT_FOUND);
    for (StockDemand item : request.getItemsList()) {
      checkProduct(item.getProductId());
    }
    return holds.reserve(request, newId);
  }

  private void checkClient(ShopCall call, String client) throws ShopRefusal {
    boolean own = call.clientId().isEmpty() || call.clientId().equals(client);
    when(!own || !cast.clients().contains(client), Outcome.CLIENT_NOT_FOUND);
  }

  private void checkOwner(ShopCall call, CartOwner owner) throws ShopRefusal {
    if (owner.hasClientId()) {
      checkClient(call, owner.getClientId());
    }
  }

  private Message cart(ShopCall call, String newId) throws ShopRefusal {
    Message message = call.request();
    if (message instanceof SetCartLineRequest set) {
      checkOwner(call, set.getOwner());
      return once(call, () -> carts.set(set));
    } else if (message instanceof RemoveCartLineRequest remove) {
      checkOwner(call, remove.getOwner());
      return once(call, () -> carts.remove(remove));
    } else if (message instanceof ClearCartRequest clear) {
      checkOwner(call, clear.getOwner());
      return once(call, () -> carts.clear(clear));
    } else if (message instanceof ApplyCouponRequest apply) {
      checkOwner(call, apply.getOwner());
      return once(call, () -> carts.apply(apply));
    } else if (message instanceof RemoveCouponRequest remove) {
      checkOwner(call, remove.getOwner());
      return once(call, () -> carts.removeCoupon(remove));
    } else if (message instanceof MergeCartRequest merge) {
      checkClient(call, merge.getClientId());
      return once(call, () -> carts.merge(merge));
    } else if (message instanceof PreviewCheckoutRequest preview) {
      checkClient(call, preview.getClientId());
      return checkout.preview(preview);
    }
    CheckoutRequest order = (CheckoutRequest) message;
    checkClient(call, order.getClientId());
    return once(call, () -> checkout.checkout(order, newId));
  }

  private Message reference(ShopCall call) throws ShopRefusal {
    Message message = call.request();
    if (message instanceof UpsertProductRequest upsert) {
      return once(
          call,
          () -> {
            catalog.products.put(upsert.getProduct().getProductId(), upsert.getProduct());
            return UpsertProductResponse.newBuilder().setProduct(upsert.getProduct()).build();
          });
    }
    UpsertCouponRequest upsert = (UpsertCouponRequest) message;
    return once(
        call,
        () ->
            UpsertCouponResponse.newBuilder().setCoupon(catalog.store(upsert.getCoupon())).build());
  }
}
