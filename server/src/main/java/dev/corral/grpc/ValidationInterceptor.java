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

/**
 * Refuses requests that break the contract, every violation at once: those of {@link ContractRules}
 * and of {@link CommonRules}.
 */
final class ValidationInterceptor implements ServerInterceptor {

  private static final int VIOLATIONS_MAX = 50;

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
      throw new InvalidRequest(violations.subList(0, Math.min(violations.size(), VIOLATIONS_MAX)));
    }
  }

  private static void noteRequestId(Message request) {
    FieldDescriptor field = request.getDescriptorForType().findFieldByName("request_id");
    if (field != null) {
      CallRecord.CURRENT.get().carries((String) request.getField(field));
    }
  }
}
