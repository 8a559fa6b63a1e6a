package dev.corral.cart;

import com.google.gson.JsonObject;
import dev.corral.cart.v1.CheckoutRequest;
import dev.corral.cart.v1.CheckoutResponse;
import dev.corral.cart.v1.Order;
import dev.corral.cart.v1.PreviewCheckoutRequest;
import dev.corral.cart.v1.PreviewCheckoutResponse;
import dev.corral.kernel.Call;
import dev.corral.kernel.Lane;
import dev.corral.kernel.Row;
import dev.corral.kernel.SqlFunction;

/** The functions of checkout; one method, one function. Thread-safe. */
final class CheckoutStore {

  private static final SqlFunction<PreviewCheckoutRequest, PreviewCheckoutResponse>
      PREVIEW_CHECKOUT =
          SqlFunction.<PreviewCheckoutRequest>readingAsActor("cart.preview_checkout")
              .uuid(PreviewCheckoutRequest::getClientId)
              .bigint(q -> q.hasSeenTotalMinor() ? q.getSeenTotalMinor() : null)
              .uuid(PreviewCheckoutRequest::getReservationId)
              .returning(
                  row -> PreviewCheckoutResponse.newBuilder().setCart(CartProtos.cart(row)).build(),
                  "f.cart");

  private static final SqlFunction<CheckoutRequest, CheckoutResponse> CHECKOUT =
      SqlFunction.writing("cart.process_checkout", CheckoutRequest::getRequestId)
          .contendingFor(CheckoutRequest::getClientId)
          .uuid(CheckoutRequest::getClientId)
          .bigint(CheckoutRequest::getVersion)
          .bigint(CheckoutRequest::getSeenTotalMinor)
          .uuid(CheckoutRequest::getReservationId)
          .text(CheckoutRequest::getNote)
          .explaining("problems", CartProtos::problems)
          .returning(
              row ->
                  CheckoutResponse.newBuilder()
                      .setOrder(order(row.object("checkout")))
                      .setCart(CartProtos.cart(row))
                      .build(),
              "f.checkout",
              "f.cart");

  private final Lane lane;

  CheckoutStore(Lane lane) {
    this.lane = lane;
  }

  PreviewCheckoutResponse previewCheckout(Call<PreviewCheckoutRequest> call) {
    return lane.call(PREVIEW_CHECKOUT, call);
  }

  CheckoutResponse checkout(Call<CheckoutRequest> call) {
    return lane.call(CHECKOUT, call);
  }

  private static Order order(JsonObject json) {
    return Order.newBuilder()
        .setInvoiceId(json.get("invoice_id").getAsString())
        .setClientId(json.get("client_id").getAsString())
        .setSeries(json.get("series").getAsString())
        .setInvoiceNumber(json.get("invoice_number").getAsLong())
        .setCurrencyCode(json.get("currency_code").getAsString())
        .setNetMinor(json.get("net_minor").getAsLong())
        .setTaxMinor(json.get("tax_minor").getAsLong())
        .setDiscountMinor(json.get("discount_minor").getAsLong())
        .setTotalMinor(json.get("total_minor").getAsLong())
        .setCouponCode(json.get("coupon_code").getAsString())
        .setCreateTime(Row.parseTimestamp(json.get("create_time").getAsString()))
        .build();
  }
}
