package dev.corral.cart;

import dev.corral.cart.v1.ApplyCouponRequest;
import dev.corral.cart.v1.ApplyCouponResponse;
import dev.corral.cart.v1.CartServiceGrpc;
import dev.corral.cart.v1.CheckoutRequest;
import dev.corral.cart.v1.CheckoutResponse;
import dev.corral.cart.v1.ClearCartRequest;
import dev.corral.cart.v1.ClearCartResponse;
import dev.corral.cart.v1.GetCartRequest;
import dev.corral.cart.v1.GetCartResponse;
import dev.corral.cart.v1.MergeCartRequest;
import dev.corral.cart.v1.MergeCartResponse;
import dev.corral.cart.v1.PreviewCheckoutRequest;
import dev.corral.cart.v1.PreviewCheckoutResponse;
import dev.corral.cart.v1.RemoveCartLineRequest;
import dev.corral.cart.v1.RemoveCartLineResponse;
import dev.corral.cart.v1.RemoveCouponRequest;
import dev.corral.cart.v1.RemoveCouponResponse;
import dev.corral.cart.v1.SetCartLineRequest;
import dev.corral.cart.v1.SetCartLineResponse;
import dev.corral.grpc.CallContext;
import dev.corral.grpc.Replies;
import dev.corral.kernel.Lane;
import io.grpc.stub.StreamObserver;

/** CartService on the wire. Thread-safe. */
public final class CartGrpcService extends CartServiceGrpc.CartServiceImplBase {

  private final CartStore carts;
  private final CheckoutStore checkouts;

  /** A service that reaches the database through this lane. */
  public CartGrpcService(Lane lane) {
    this.carts = new CartStore(lane);
    this.checkouts = new CheckoutStore(lane);
  }

  @Override
  public void getCart(GetCartRequest request, StreamObserver<GetCartResponse> replies) {
    Replies.send(replies, carts.getCart(CallContext.call(request)));
  }

  @Override
  public void setCartLine(SetCartLineRequest request, StreamObserver<SetCartLineResponse> replies) {
    Replies.send(replies, carts.setCartLine(CallContext.call(request)));
  }

  @Override
  public void removeCartLine(
      RemoveCartLineRequest request, StreamObserver<RemoveCartLineResponse> replies) {
    Replies.send(replies, carts.removeCartLine(CallContext.call(request)));
  }

  @Override
  public void clearCart(ClearCartRequest request, StreamObserver<ClearCartResponse> replies) {
    Replies.send(replies, carts.clearCart(CallContext.call(request)));
  }

  @Override
  public void mergeCart(MergeCartRequest request, StreamObserver<MergeCartResponse> replies) {
    Replies.send(replies, carts.mergeCart(CallContext.call(request)));
  }

  @Override
  public void applyCoupon(ApplyCouponRequest request, StreamObserver<ApplyCouponResponse> replies) {
    Replies.send(replies, carts.applyCoupon(CallContext.call(request)));
  }

  @Override
  public void removeCoupon(
      RemoveCouponRequest request, StreamObserver<RemoveCouponResponse> replies) {
    Replies.send(replies, carts.removeCoupon(CallContext.call(request)));
  }

  @Override
  public void previewCheckout(
      PreviewCheckoutRequest request, StreamObserver<PreviewCheckoutResponse> replies) {
    Replies.send(replies, checkouts.previewCheckout(CallContext.call(request)));
  }

  @Override
  public void checkout(CheckoutRequest request, StreamObserver<CheckoutResponse> replies) {
    Replies.send(replies, checkouts.checkout(CallContext.call(request)));
  }
}
