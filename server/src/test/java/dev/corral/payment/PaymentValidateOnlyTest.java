package dev.corral.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.common.v1.Limit;
import dev.corral.payment.v1.ApplyCreditRequest;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.IssueInvoiceRequest;
import dev.corral.payment.v1.PaymentMethod;
import dev.corral.payment.v1.PaymentServiceGrpc;
import dev.corral.payment.v1.PaymentState;
import dev.corral.payment.v1.SettlePendingPaymentRequest;
import dev.corral.payment.v1.UpdateDraftInvoiceRequest;
import dev.corral.payment.v1.UpsertPaymentMethodRequest;
import dev.corral.payment.v1.VoidInvoiceRequest;
import dev.corral.testing.Contract;
import dev.corral.testing.Refusals;
import dev.corral.testing.Sql;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every write of PaymentService, whether a new one or an old, can be tried without effect. */
class PaymentValidateOnlyTest {

  private static final Set<String> GIVEN_BY_THE_SERVER =
      Set.of("invoice_id", "payment_id", "refund_id");

  private final TestServer server = TestServer.shared();
  private final Till till = Till.open(server);

  static Stream<String> writes() {
    return Contract.rpcs().stream()
        .filter(rpc -> PaymentServiceGrpc.SERVICE_NAME.equals(rpc.getServiceName()))
        .filter(rpc -> Contract.access(rpc).getLimit() == Limit.LIMIT_WRITE)
        .map(MethodDescriptor::getBareMethodName);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void trialAnswersAsTheRealCallAndChangesNothing(String rpc) {
    Message request = request(rpc);
    FieldDescriptor validateOnly = request.getDescriptorForType().findFieldByName("validate_only");
    assertThat(validateOnly).as("%s has validate_only", rpc).isNotNull();
    // the second time most are refused, and the trial is refused alike
    for (int round = 1; round <= 2; round++) {
      Message real = withNewRequestId(request);
      Message trial = real.toBuilder().setField(validateOnly, true).build();
      List<String> before = everything();
      Object tried = answer(rpc, trial);
      assertThat(answer(rpc, trial)).as("a trial does not use up its id").isEqualTo(tried);
      assertThat(everything()).isEqualTo(before);
      assertThat(answer(rpc, real)).as("round %d", round).isEqualTo(tried);
      assertThat(tried instanceof Message || round == 2).as("round 1: %s", tried).isTrue();
    }
    assertThat(server.violatedInvariants()).isEmpty();
  }

  private Message request(String rpc) {
    Invoice draft = till.draft(till.bill(Till.line(1, 100, 1_000)));
    Invoice issued = till.issued(100);
    String id = Clinic.newId();
    switch (rpc) {
      case "CreateInvoice":
        return till.creation(till.bill(Till.line(3, 33, 1_000))).setIssue(true).build();
      case "UpdateDraftInvoice":
        return UpdateDraftInvoiceRequest.newBuilder()
            .setRequestId(id)
            .setInvoiceId(draft.getInvoiceId())
            .setVersion(draft.getVersion())
            .setInvoice(till.bill(Till.line(2, 7, 500)))
            .build();
      case "IssueInvoice":
        return IssueInvoiceRequest.newBuilder()
            .setRequestId(id)
            .setInvoiceId(draft.getInvoiceId())
            .build();
      case "VoidInvoice":
        return VoidInvoiceRequest.newBuilder()
            .setRequestId(id)
            .setInvoiceId(issued.getInvoiceId())
            .setReason("mistake")
            .build();
      default:
        return paymentRequest(rpc, issued);
    }
  }

  private Message paymentRequest(String rpc, Invoice issued) {
    String id = Clinic.newId();
    switch (rpc) {
      case "RecordInvoicePayment":
        return till.payment(issued, 60).setReference("r").build();
      case "SettlePendingPayment":
        return SettlePendingPaymentRequest.newBuilder()
            .setRequestId(id)
            .setPaymentId(till.pending(issued, 60).getPaymentId())
            .setState(PaymentState.PAYMENT_STATE_SETTLED)
            .build();
      case "RefundPayment":
        return till.refunding(till.pay(issued, 100), 60).build();
      case "GrantCredit":
        return till.granting(60).build();
      case "ApplyCredit":
        till.grant(200);
        return ApplyCreditRequest.newBuilder()
            .setRequestId(id)
            .setInvoiceId(issued.getInvoiceId())
            .setAmount(till.money(60))
            .build();
      case "UpsertPaymentMethod":
        return UpsertPaymentMethodRequest.newBuilder()
            .setRequestId(id)
            .setMethod(PaymentMethod.newBuilder().setMethodId("barter").setDisplayName("Barter"))
            .build();
      default:
        throw new AssertionError("a new write needs an example here: " + rpc);
    }
  }

  private static Message withNewRequestId(Message request) {
    FieldDescriptor field = request.getDescriptorForType().findFieldByName("request_id");
    return request.toBuilder().setField(field, Clinic.newId()).build();
  }

  /** The answer without what the server gives anew each time, or the refusal. */
  private Object answer(String rpc, Message request) {
    MethodDescriptor<?, ?> method =
        Contract.rpcs().stream()
            .filter(m -> PaymentServiceGrpc.SERVICE_NAME.equals(m.getServiceName()))
            .filter(m -> rpc.equals(m.getBareMethodName()))
            .findFirst()
            .orElseThrow();
    try {
      return comparable(
          ClientCalls.blockingUnaryCall(
              ClientInterceptors.intercept(server.channel(), till.clinic().identity()),
              Contract.untyped(method),
              CallOptions.DEFAULT,
              request));
    } catch (StatusRuntimeException e) {
      return Refusals.errorInfo(e).toString();
    }
  }

  private static Message comparable(Message message) {
    Message.Builder builder = message.toBuilder();
    for (FieldDescriptor field : message.getAllFields().keySet()) {
      boolean isMessage = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
      if (GIVEN_BY_THE_SERVER.contains(field.getName())
          || isMessage && field.getMessageType().equals(Timestamp.getDescriptor())) {
        builder.clearField(field);
      } else if (isMessage && field.isRepeated()) {
        for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
          builder.setRepeatedField(
              field, i, comparable((Message) message.getRepeatedField(field, i)));
        }
      } else if (isMessage) {
        builder.setField(field, comparable((Message) message.getField(field)));
      }
    }
    return builder.build();
  }

  /** All that the database holds of this clinic's money, answers and audit. */
  private List<String> everything() {
    List<String> tables =
        Sql.rows(
            server.databaseUrl(),
            "SELECT table_schema || '.' || table_name FROM information_schema.tables"
                + " WHERE table_schema = 'payment'"
                + " OR table_schema = 'kernel' AND table_name IN ('answer', 'audit') ORDER BY 1");
    assertThat(tables).contains("payment.series", "payment.ledger", "kernel.answer");
    List<String> state = new ArrayList<>();
    for (String table : tables) {
      state.add(
          table
              + Sql.rows(
                  server.databaseUrl(),
                  "SELECT t FROM "
                      + table
                      + " AS t WHERE tenant_id = '"
                      + till.clinic().tenantId()
                      + "' ORDER BY t::text"));
    }
    return state;
  }
}
