package dev.corral.grpc;

import build.buf.protovalidate.Validator;
import build.buf.protovalidate.exceptions.ValidationException;
import build.buf.validate.FieldPathElement;
import build.buf.validate.Violation;
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
import java.util.stream.Collectors;

/**
 * Refuses requests that break the contract, every violation at once: the rules written in the proto
 * (protovalidate) and those of {@link CommonRules}.
 */
final class ValidationInterceptor implements ServerInterceptor {

  private static final int VIOLATIONS_MAX = 50;

  private final Validator validator;

  ValidationInterceptor(Validator validator) {
    this.validator = validator;
  }

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
      contractViolations(request).forEach(v -> violations.add(fieldViolation(v)));
    }
    if (!violations.isEmpty()) {
      throw new InvalidRequest(violations.subList(0, Math.min(violations.size(), VIOLATIONS_MAX)));
    }
  }

  private List<Violation> contractViolations(Message request) {
    try {
      return validator.validate(request).toProto().getViolationsList();
    } catch (ValidationException e) {
      throw new IllegalStateException(
          "the rules of " + request.getDescriptorForType().getFullName() + " are broken", e);
    }
  }

  private static void noteRequestId(Message request) {
    FieldDescriptor field = request.getDescriptorForType().findFieldByName("request_id");
    if (field != null) {
      CallRecord.CURRENT.get().carries((String) request.getField(field));
    }
  }

  private static FieldViolation fieldViolation(Violation violation) {
    String path =
        violation.getField().getElementsList().stream()
            .map(ValidationInterceptor::element)
            .collect(Collectors.joining("."));
    return InvalidRequest.violation(path, violation.getMessage());
  }

  private static String element(FieldPathElement element) {
    return element.hasIndex()
        ? element.getFieldName() + "[" + element.getIndex() + "]"
        : element.getFieldName();
  }
}
