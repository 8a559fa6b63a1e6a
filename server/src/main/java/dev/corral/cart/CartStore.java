package dev.corral.cart;

import com.google.protobuf.Message;
import dev.corral.cart.v1.ApplyCouponRequest;
import dev.corral.cart.v1.ApplyCouponResponse;
import dev.corral.cart.v1.CartLineKey;
import dev.corral.cart.v1.CartOwner;
import dev.corral.cart.v1.ClearCartRequest;
import dev.corral.cart.v1.ClearCartResponse;
import dev.corral.cart.v1.GetCartRequest;
import dev.corral.cart.v1.GetCartResponse;
import dev.corral.cart.v1.MergeCartRequest;
import dev.corral.cart.v1.MergeCartResponse;
import dev.corral.cart.v1.RemoveCartLineRequest;
import dev.corral.cart.v1.RemoveCartLineResponse;
import dev.corral.cart.v1.RemoveCouponRequest;
import dev.corral.cart.v1.RemoveCouponResponse;
import dev.corral.cart.v1.SetCartLineRequest;
import dev.corral.cart.v1.SetCartLineResponse;
import dev.corral.kernel.Call;
import dev.corral.kernel.Lane;
import dev.corral.kernel.SqlFunction;
import java.util.function.Function;

/** The functions that show and change carts; one method, one function. Thread-safe. */
final class CartStore {

  private static final SqlFunction<GetCartRequest, GetCartResponse> GET_CART =
      ofOwner(
              SqlFunction.<GetCartRequest>readingAsActor("cart.get_cart").sharingStatements(),
              GetCartRequest::getOwner)
          .returning(
              row -> GetCartResponse.newBuilder().setCart(CartProtos.cart(row)).build(), "f.cart");

  private static final SqlFunction<SetCartLineRequest, SetCartLineResponse> SET_CART_LINE =
      ofKey(
              ofOwner(
                  SqlFunction.writing("cart.set_cart_line", SetCartLineRequest::getRequestId),
                  SetCartLineRequest::getOwner),
              q -> q.getLine().getKey())
          .integer(q -> q.getLine().getQuantity())
          .text(q -> q.getLine().getPrescriptionReference())
          .bigint(q -> q.hasSeenUnitPriceMinor() ? q.getSeenUnitPriceMinor() : null)
          .bigint(SetCartLineRequest::getVersion)
          .returning(
              row -> SetCartLineResponse.newBuilder().setCart(CartProtos.cart(row)).build(),
              "f.cart");

  private static final SqlFunction<RemoveCartLineRequest, RemoveCartLineResponse> REMOVE_CART_LINE =
      ofKey(
              ofOwner(
                  SqlFunction.writing("cart.remove_cart_line", RemoveCartLineRequest::getRequestId),
                  RemoveCartLineRequest::getOwner),
              RemoveCartLineRequest::getKey)
          .bigint(RemoveCartLineRequest::getVersion)
          .returning(
              row -> RemoveCartLineResponse.newBuilder().setCart(CartProtos.cart(row)).build(),
              "f.cart");

  private static final SqlFunction<ClearCartRequest, ClearCartResponse> CLEAR_CART =
      ofOwner(
              SqlFunction.writing("cart.clear_cart", ClearCartRequest::getRequestId),
              ClearCartRequest::getOwner)
          .bigint(ClearCartRequest::getVersion)
          .returning(
              row -> ClearCartResponse.newBuilder().setCart(CartProtos.cart(row)).build(),
              "f.cart");

  private static final SqlFunction<MergeCartRequest, MergeCartResponse> MERGE_CART =
      SqlFunction.writing("cart.merge_cart_atomic", MergeCartRequest::getRequestId)
          .contendingFor(MergeCartRequest::getClientId)
          .uuid(MergeCartRequest::getClientId)
          .uuid(MergeCartRequest::getGuestToken)
          .jsonb(MergeProtos::lines)
          .text(MergeProtos::strategyName)
          .returning(MergeProtos::merged, "f.cart", "f.unkept");

  private static final SqlFunction<ApplyCouponRequest, ApplyCouponResponse> APPLY_COUPON =
      ofOwner(
              SqlFunction.writing("cart.apply_coupon", ApplyCouponRequest::getRequestId),
              ApplyCouponRequest::getOwner)
          .text(ApplyCouponRequest::getCouponCode)
          .bigint(ApplyCouponRequest::getVersion)
          .returning(
              row -> ApplyCouponResponse.newBuilder().setCart(CartProtos.cart(row)).build(),
              "f.cart");

  private static final SqlFunction<RemoveCouponRequest, RemoveCouponResponse> REMOVE_COUPON =
      ofOwner(
              SqlFunction.writing("cart.remove_coupon", RemoveCouponRequest::getRequestId),
              RemoveCouponRequest::getOwner)
          .bigint(RemoveCouponRequest::getVersion)
          .returning(
              row -> RemoveCouponResponse.newBuilder().setCart(CartProtos.cart(row)).build(),
              "f.cart");

  private final Lane lane;

  CartStore(Lane lane) {
    this.lane = lane;
  }

  GetCartResponse getCart(Call<GetCartRequest> call) {
    return lane.call(GET_CART, call);
  }

  SetCartLineResponse setCartLine(Call<SetCartLineRequest> call) {
    return lane.call(SET_CART_LINE, call);
  }

  RemoveCartLineResponse removeCartLine(Call<RemoveCartLineRequest> call) {
    return lane.call(REMOVE_CART_LINE, call);
  }

  ClearCartResponse clearCart(Call<ClearCartRequest> call) {
    return lane.call(CLEAR_CART, call);
  }

  /** The strategy is in the request, not in the stored answer. */
  MergeCartResponse mergeCart(Call<MergeCartRequest> call) {
    return lane.call(MERGE_CART, call).toBuilder()
        .setStrategy(MergeProtos.strategy(call.request()))
        .build();
  }

  ApplyCouponResponse applyCoupon(Call<ApplyCouponRequest> call) {
    return lane.call(APPLY_COUPON, call);
  }

  RemoveCouponResponse removeCoupon(Call<RemoveCouponRequest> call) {
    return lane.call(REMOVE_COUPON, call);
  }

  private static <Q extends Message> SqlFunction.Builder<Q> ofOwner(
      SqlFunction.Builder<Q> function, Function<Q, CartOwner> owner) {
    return function
        .uuid(q -> CartProtos.ownerId(owner.apply(q)))
        .bool(q -> owner.apply(q).hasGuestToken());
  }

  private static <Q extends Message> SqlFunction.Builder<Q> ofKey(
      SqlFunction.Builder<Q> function, Function<Q, CartLineKey> key) {
    return function
        .text(q -> CartProtos.kind(key.apply(q)))
        .uuid(q -> CartProtos.itemId(key.apply(q)))
        .text(q -> key.apply(q).getVariant())
        .uuid(q -> key.apply(q).getPetId());
  }
}
