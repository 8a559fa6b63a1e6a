package dev.corral.payment;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.corral.grpc.LocalTimes;
import dev.corral.kernel.Row;
import dev.corral.kernel.SqlFunction;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.InvoiceInput;
import dev.corral.payment.v1.InvoiceLine;
import dev.corral.payment.v1.InvoiceLineInput;
import dev.corral.payment.v1.InvoiceState;
import java.sql.SQLException;
import java.time.LocalDate;

/** Invoices between the contract and the database. */
final class InvoiceProtos {

  /** The fields of an invoice, as {@link #invoice} reads them. */
  static final String COLUMNS =
      SqlFunction.composite(
          "invoice",
          "invoice_id",
          "client_id",
          "state",
          "series",
          "number",
          "currency_code",
          "prices_include_tax",
          "net_minor",
          "tax_minor",
          "total_minor",
          "discount_minor",
          "paid_minor",
          "pending_minor",
          "refunded_minor",
          "issue_date",
          "due_date",
          "note",
          "void_reason",
          "version",
          "create_time",
          "update_time");

  private static final String STATE_PREFIX = "INVOICE_STATE_";
  private static final String SERIES_DEFAULT = "A";

  private InvoiceProtos() {}

  static Invoice invoiceWithLines(Row row) throws SQLException {
    Invoice.Builder invoice = invoice(row).toBuilder();
    row.objects("lines").forEach(line -> invoice.addLines(line(line)));
    return invoice.build();
  }

  static Invoice invoice(Row row) throws SQLException {
    Row stored = row.composite("invoice");
    Invoice.Builder invoice =
        Invoice.newBuilder()
            .setInvoiceId(stored.text("invoice_id"))
            .setClientId(stored.text("client_id"))
            .setState(InvoiceState.valueOf(STATE_PREFIX + stored.text("state")))
            .setSeries(stored.text("series"))
            .setNumber(stored.bigint("number"))
            .setCurrencyCode(stored.text("currency_code"))
            .setPricesIncludeTax(stored.bool("prices_include_tax"))
            .setNote(stored.text("note"))
            .setVoidReason(stored.text("void_reason"))
            .setVersion(stored.bigint("version"))
            .setCreateTime(stored.timestamp("create_time"))
            .setUpdateTime(stored.timestamp("update_time"))
            .setOverdue(row.bool("overdue"));
    setAmounts(invoice, stored);
    setDates(invoice, stored);
    return invoice.build();
  }

  private static void setAmounts(Invoice.Builder invoice, Row stored) throws SQLException {
    long total = stored.bigint("total_minor");
    long paid = stored.bigint("paid_minor");
    long pending = stored.bigint("pending_minor");
    boolean owed =
        invoice.getState() != InvoiceState.INVOICE_STATE_DRAFT
            && invoice.getState() != InvoiceState.INVOICE_STATE_VOID;
    invoice
        .setNetMinor(stored.bigint("net_minor"))
        .setTaxMinor(stored.bigint("tax_minor"))
        .setTotalMinor(total)
        .setDiscountMinor(stored.bigint("discount_minor"))
        .setPaidMinor(paid)
        .setPendingMinor(pending)
        .setRefundedMinor(stored.bigint("refunded_minor"))
        .setDueMinor(owed ? total - paid - pending : 0);
  }

  private static void setDates(Invoice.Builder invoice, Row stored) throws SQLException {
    if (!stored.isNull("issue_date")) {
      invoice.setIssueDate(LocalTimes.date(stored.date("issue_date")));
    }
    if (!stored.isNull("due_date")) {
      invoice.setDueDate(LocalTimes.date(stored.date("due_date")));
    }
  }

  private static InvoiceLine line(JsonObject json) {
    InvoiceLineInput.Builder input =
        InvoiceLineInput.newBuilder()
            .setDescription(json.get("description").getAsString())
            .setQuantity(json.get("quantity").getAsLong())
            .setUnitPriceMinor(json.get("unit_price_minor").getAsLong())
            .setTaxRateBp(json.get("tax_rate_bp").getAsInt());
    if (!json.get("item_id").isJsonNull()) {
      input.setItemId(json.get("item_id").getAsString());
    }
    if (!json.get("asked_minor").isJsonNull()) {
      input.setDiscountAmountMinor(json.get("asked_minor").getAsLong());
    } else if (!json.get("asked_bp").isJsonNull()) {
      input.setDiscountBp(json.get("asked_bp").getAsInt());
    }
    return InvoiceLine.newBuilder()
        .setLineNumber(json.get("line_number").getAsInt())
        .setInput(input)
        .setDiscountMinor(json.get("discount_minor").getAsLong())
        .setNetMinor(json.get("net_minor").getAsLong())
        .setTaxMinor(json.get("tax_minor").getAsLong())
        .setTotalMinor(json.get("total_minor").getAsLong())
        .build();
  }

  /** The lines as the database takes them. */
  static String lines(InvoiceInput input) {
    JsonArray lines = new JsonArray();
    for (InvoiceLineInput line : input.getLinesList()) {
      JsonObject json = new JsonObject();
      json.addProperty("description", line.getDescription());
      json.addProperty("item_id", line.hasItemId() ? line.getItemId() : null);
      json.addProperty("quantity", line.getQuantity());
      json.addProperty("unit_price_minor", line.getUnitPriceMinor());
      json.addProperty(
          "asked_minor", line.hasDiscountAmountMinor() ? line.getDiscountAmountMinor() : null);
      json.addProperty("asked_bp", line.hasDiscountBp() ? line.getDiscountBp() : null);
      json.addProperty("tax_rate_bp", line.getTaxRateBp());
      lines.add(json);
    }
    return lines.toString();
  }

  static Long discountMinor(InvoiceInput input) {
    return input.hasDiscountAmountMinor() ? input.getDiscountAmountMinor() : null;
  }

  static Integer discountBp(InvoiceInput input) {
    return input.hasDiscountBp() ? input.getDiscountBp() : null;
  }

  static String series(InvoiceInput input) {
    return input.getSeries().isEmpty() ? SERIES_DEFAULT : input.getSeries();
  }

  static LocalDate dueDate(InvoiceInput input) {
    return input.hasDueDate() ? LocalTimes.date(input.getDueDate()) : null;
  }

  /** The state as the database knows it: without the prefix of the proto enum. */
  static String stateName(InvoiceState state) {
    return state.name().substring(STATE_PREFIX.length());
  }
}
