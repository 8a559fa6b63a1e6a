package dev.corral.payment;

import dev.corral.kernel.Call;
import dev.corral.kernel.Lane;
import dev.corral.kernel.SqlFunction;
import dev.corral.payment.v1.GetClientStatementRequest;
import dev.corral.payment.v1.GetClientStatementResponse;
import dev.corral.payment.v1.GrantCreditRequest;
import dev.corral.payment.v1.GrantCreditResponse;
import dev.corral.payment.v1.ListPaymentMethodsRequest;
import dev.corral.payment.v1.ListPaymentMethodsResponse;
import dev.corral.payment.v1.PaymentMethod;
import dev.corral.payment.v1.UpsertPaymentMethodRequest;
import dev.corral.payment.v1.UpsertPaymentMethodResponse;
import java.util.List;

/** The functions for credit, statements and ways to pay; one method, one function. Thread-safe. */
final class AccountStore {

  private static final SqlFunction<GrantCreditRequest, GrantCreditResponse> GRANT_CREDIT =
      SqlFunction.writing("payment.grant_credit", GrantCreditRequest::getRequestId)
          .uuid(GrantCreditRequest::getClientId)
          .text(q -> q.getAmount().getCurrencyCode())
          .bigint(q -> q.getAmount().getMinorUnits())
          .text(GrantCreditRequest::getReason)
          .validateOnly(GrantCreditRequest::getValidateOnly)
          .returning(
              row ->
                  GrantCreditResponse.newBuilder()
                      .setCreditMinor(row.bigint("credit_minor"))
                      .build(),
              "f.credit_minor");

  private static final SqlFunction<GetClientStatementRequest, GetClientStatementResponse>
      GET_CLIENT_STATEMENT =
          SqlFunction.<GetClientStatementRequest>readingAsActor("payment.get_client_statement")
              .uuid(GetClientStatementRequest::getClientId)
              .timestamptz(q -> q.hasAtTime() ? q.getAtTime() : null)
              .timestamptz(q -> q.hasFromTime() ? q.getFromTime() : null)
              .returning(
                  AccountProtos::statement,
                  "f.owed_minor",
                  "f.credit_minor",
                  "f.currency_code",
                  "f.entries");

  private static final SqlFunction<UpsertPaymentMethodRequest, UpsertPaymentMethodResponse>
      UPSERT_PAYMENT_METHOD =
          SqlFunction.writing(
                  "payment.upsert_payment_method", UpsertPaymentMethodRequest::getRequestId)
              .text(q -> q.getMethod().getMethodId())
              .text(q -> q.getMethod().getDisplayName())
              .bool(q -> q.getMethod().getRequiresReference())
              .bigint(q -> q.getMethod().getMinMinor())
              .bigint(q -> q.getMethod().getMaxMinor())
              .bool(q -> q.getMethod().getActive())
              .validateOnly(UpsertPaymentMethodRequest::getValidateOnly)
              .returning(
                  row ->
                      UpsertPaymentMethodResponse.newBuilder()
                          .setMethod(AccountProtos.method(row))
                          .build(),
                  "(f.method).*");

  private static final SqlFunction<ListPaymentMethodsRequest, List<PaymentMethod>>
      LIST_PAYMENT_METHODS =
          SqlFunction.<ListPaymentMethodsRequest>reading("payment.list_payment_methods")
              .returningSet(AccountProtos::method);

  private final Lane lane;

  AccountStore(Lane lane) {
    this.lane = lane;
  }

  GrantCreditResponse grantCredit(Call<GrantCreditRequest> call) {
    return lane.call(GRANT_CREDIT, call);
  }

  GetClientStatementResponse getClientStatement(Call<GetClientStatementRequest> call) {
    return lane.call(GET_CLIENT_STATEMENT, call);
  }

  UpsertPaymentMethodResponse upsertPaymentMethod(Call<UpsertPaymentMethodRequest> call) {
    return lane.call(UPSERT_PAYMENT_METHOD, call);
  }

  ListPaymentMethodsResponse listPaymentMethods(Call<ListPaymentMethodsRequest> call) {
    return ListPaymentMethodsResponse.newBuilder()
        .addAllMethods(lane.call(LIST_PAYMENT_METHODS, call))
        .build();
  }
}
