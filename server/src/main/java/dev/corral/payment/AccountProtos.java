package dev.corral.payment;

import com.google.gson.JsonObject;
import dev.corral.kernel.Row;
import dev.corral.payment.v1.GetClientStatementResponse;
import dev.corral.payment.v1.PaymentMethod;
import dev.corral.payment.v1.StatementEntry;
import dev.corral.payment.v1.StatementEntryKind;
import java.sql.SQLException;

/** Statements and ways to pay between the contract and the database. */
final class AccountProtos {

  private AccountProtos() {}

  static GetClientStatementResponse statement(Row row) throws SQLException {
    GetClientStatementResponse.Builder statement =
        GetClientStatementResponse.newBuilder()
            .setOwedMinor(row.bigint("owed_minor"))
            .setCreditMinor(row.bigint("credit_minor"))
            .setCurrencyCode(row.text("currency_code"));
    row.objects("entries").forEach(entry -> statement.addEntries(entry(entry)));
    return statement.build();
  }

  static PaymentMethod method(Row row) throws SQLException {
    return PaymentMethod.newBuilder()
        .setMethodId(row.text("method_id"))
        .setDisplayName(row.text("display_name"))
        .setRequiresReference(row.bool("requires_reference"))
        .setMinMinor(row.bigint("min_minor"))
        .setMaxMinor(row.bigint("max_minor"))
        .setActive(row.bool("active"))
        .setUpdateTime(row.timestamp("update_time"))
        .build();
  }

  private static StatementEntry entry(JsonObject json) {
    StatementEntry.Builder entry =
        StatementEntry.newBuilder()
            .setCreateTime(Row.parseTimestamp(json.get("create_time").getAsString()))
            .setKind(
                StatementEntryKind.valueOf(
                    "STATEMENT_ENTRY_KIND_" + json.get("kind").getAsString()))
            .setOwedMinor(json.get("owed_minor").getAsLong())
            .setCreditMinor(json.get("credit_minor").getAsLong());
    if (!json.get("invoice_id").isJsonNull()) {
      entry.setInvoiceId(json.get("invoice_id").getAsString());
    }
    return entry.build();
  }
}
