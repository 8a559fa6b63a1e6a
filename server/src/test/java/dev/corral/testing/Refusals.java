package dev.corral.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import dev.corral.kernel.Reason;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a refused call says on the wire. */
public final class Refusals {

  private Refusals() {}

  /** Asserts that a call is refused for a reason, with the code that belongs to it. */
  public static ErrorInfo assertRefused(Reason reason, ThrowingCallable call) {
    StatusRuntimeException thrown = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(thrown).as("expected %s, but the call succeeded", reason.name()).isNotNull();
    assertThat(reason(thrown)).isEqualTo(reason.name());
    assertThat(thrown.getStatus().getCode()).isEqualTo(reason.code());
    return errorInfo(thrown);
  }

  /** The fields that a call is refused for as INVALID_ARGUMENT, in order. */
  public static List<String> violatedFields(ThrowingCallable call) {
    StatusRuntimeException thrown = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(thrown).as("expected INVALID_REQUEST, but the call succeeded").isNotNull();
    return detail(thrown, BadRequest.class).getFieldViolationsList().stream()
        .map(BadRequest.FieldViolation::getField)
        .toList();
  }

  /** The reason of a refusal. */
  public static String reason(StatusRuntimeException thrown) {
    return errorInfo(thrown).getReason();
  }

  /** The ErrorInfo that every refusal carries. */
  public static ErrorInfo errorInfo(StatusRuntimeException thrown) {
    return detail(thrown, ErrorInfo.class);
  }

  /** One detail of a refusal. */
  public static <M extends com.google.protobuf.Message> M detail(
      StatusRuntimeException thrown, Class<M> type) {
    try {
      for (Any detail : StatusProto.fromThrowable(thrown).getDetailsList()) {
        if (detail.is(type)) {
          return detail.unpack(type);
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("no " + type.getSimpleName() + " in " + thrown.getStatus());
  }
}
