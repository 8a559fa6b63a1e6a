package dev.corral.grpc;

import com.google.rpc.BadRequest.FieldViolation;
import java.util.List;

/** A request that breaks the contract, with every violation found. Carries no stack trace. */
public final class InvalidRequest extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<FieldViolation> violations;

  /** Refuses for these violations. */
  public InvalidRequest(List<FieldViolation> violations) {
    super(ServerReason.INVALID_REQUEST.name(), null, false, false);
    this.violations = List.copyOf(violations);
  }

  /** Refuses for one field. */
  public InvalidRequest(String field, String description) {
    this(List.of(violation(field, description)));
  }

  List<FieldViolation> violations() {
    return violations;
  }

  static FieldViolation violation(String field, String description) {
    return FieldViolation.newBuilder().setField(field).setDescription(description).build();
  }
}
