package dev.corral.payment;

import com.google.gson.JsonObject;
import dev.corral.kernel.Row;
import dev.corral.kernel.SqlFunction;
import dev.corral.payment.v1.Payment;
import dev.corral.payment.v1.PaymentState;
import dev.corral.payment.v1.Refund;
import dev.corral.payment.v1.RefundDestination;
import java.sql.SQLException;

/** Payments between the contract and the database. */
final class PaymentProtos {

  /** The fields of a payment, as {@link #payment} reads them. */
  static final String COLUMNS =
      SqlFunction.composite(
          "payment",
          "payment_id",
          "invoice_id",
          "client_id",
          "method_id",
          "reference",
          "currency_code",
          "amount_minor",
          "surplus_minor",
          "refunded_minor",
          "state",
          "create_time",
          "settle_time");

  private static final String STATE_PREFIX = "PAYMENT_STATE_";

  private PaymentProtos() {}

  static Payment payment(Row row) throws SQLException {
    Row stored = row.composite("payment");
    Payment.Builder payment =
        Payment.newBuilder()
            .setPaymentId(stored.text("payment_id"))
            .setInvoiceId(stored.text("invoice_id"))
            .setClientId(stored.text("client_id"))
            .setMethodId(stored.text("method_id"))
            .setReference(stored.text("reference"))
            .setCurrencyCode(stored.text("currency_code"))
            .setAmountMinor(stored.bigint("amount_minor"))
            .setSurplusMinor(stored.bigint("surplus_minor"))
            .setRefundedMinor(stored.bigint("refunded_minor"))
            .setState(PaymentState.valueOf(STATE_PREFIX + stored.text("state")))
            .setCreateTime(stored.timestamp("create_time"));
    if (!stored.isNull("settle_time")) {
      payment.setSettleTime(stored.timestamp("settle_time"));
    }
    row.objects("refunds").forEach(refund -> payment.addRefunds(refund(refund)));
    return payment.build();
  }

  private static Refund refund(JsonObject json) {
    return Refund.newBuilder()
        .setRefundId(json.get("refund_id").getAsString())
        .setAmountMinor(json.get("amount_minor").getAsLong())
        .setDestination(
            RefundDestination.valueOf(
                "REFUND_DESTINATION_" + json.get("destination").getAsString()))
        .setReason(json.get("reason").getAsString())
        .setCreateTime(Row.parseTimestamp(json.get("create_time").getAsString()))
        .build();
  }

  /** The state as the database knows it: without the prefix of the proto enum. */
  static String stateName(PaymentState state) {
    return state.name().substring(STATE_PREFIX.length());
  }
}
