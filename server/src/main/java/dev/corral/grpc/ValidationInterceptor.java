package dev.corral.grpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest.FieldViolation;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Refuses requests that break the contract, every violation at once as far as a status can hold
 * them: those of {@link ContractRules} and of {@link CommonRules}.
 */
final class ValidationInterceptor implements ServerInterceptor {

  private static final int VIOLATIONS_MAX = 50;
  private static final Pattern UUID = Pattern.compile("[0-9a-fA-F-]{36}");

  /** What of the 8 KiB of trailers that gRPC's clients take is left for them, before base64. */
  private static final int VIOLATION_BYTES_MAX = 5_000;

  private final ContractRules contract = new ContractRules();

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      private boolean received;

      @Override
      public void onMessage(Q message) {
        if (message instanceof Malformed malformed) {
          throw malformed.refusal();
        } else if (received) {
          throw new InvalidRequest("", "the call carries more than one message");
        }
        received = true;
        check((Message) message);
        super.onMessage(message);
      }

      @Override
      public void onHalfClose() {
        if (!received) {
          throw new InvalidRequest("", "the call carries no message");
        }
        super.onHalfClose();
      }
    };
  }

  private void check(Message request) {
    noteRequestId(request);
    List<FieldViolation> violations = new ArrayList<>(CommonRules.violations(request));
    // A date that is none would only raise in the rules of the contract.
    if (violations.isEmpty()) {
      violations.addAll(contract.violations(request));
    }
    if (!violations.isEmpty()) {
      throw new InvalidRequest(fitting(violations));
    }
  }

  private static List<FieldViolation> fitting(List<FieldViolation> violations) {
    int count = 0;
    int bytes = 0;
    for (FieldViolation violation : violations) {
      bytes += violation.getSerializedSize();
      if (count == VIOLATIONS_MAX || bytes > VIOLATION_BYTES_MAX) {
        break;
      }
      count++;
    }
    return violations.subList(0, count);
  }

  /** Unless it is none: who puts another text there must not find it in the log. */
  private static void noteRequestId(Message request) {
    FieldDescriptor field = request.getDescriptorForType().findFieldByName("request_id");
    if (field != null && UUID.matcher((String) request.getField(field)).matches()) {
      CallRecord.CURRENT.get().carries((String) request.getField(field));
    }
  }
}
