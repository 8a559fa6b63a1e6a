package dev.corral.grpc;

import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.exceptions.ValidationException;
import build.buf.validate.FieldPathElement;
import build.buf.validate.Violation;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest.FieldViolation;
import java.util.List;
import java.util.stream.Collectors;

/** The rules that stand in the proto files, as protovalidate reads them. Thread-safe. */
final class ContractRules {

  private final Validator validator = ValidatorFactory.newBuilder().build();

  List<FieldViolation> violations(Message request) {
    try {
      return validator.validate(request).toProto().getViolationsList().stream()
          .map(ContractRules::fieldViolation)
          .toList();
    } catch (ValidationException e) {
      throw new IllegalStateException(
          "the rules of " + request.getDescriptorForType().getFullName() + " are broken", e);
    }
  }

  private static FieldViolation fieldViolation(Violation violation) {
    String path =
        violation.getField().getElementsList().stream()
            .map(ContractRules::element)
            .collect(Collectors.joining("."));
    return InvalidRequest.violation(path, violation.getMessage());
  }

  private static String element(FieldPathElement element) {
    return element.hasIndex()
        ? element.getFieldName() + "[" + element.getIndex() + "]"
        : element.getFieldName();
  }
}
