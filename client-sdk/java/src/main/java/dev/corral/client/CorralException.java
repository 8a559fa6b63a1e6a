package dev.corral.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a call fails: a reason, and whatever the server has said with it. Its message says what to
 * do, for developers and logs; for pet owners choose a text by {@link #reason()}.
 */
public final class CorralException extends RuntimeException {

  private static final long serialVersionUID = 1;
  private static final String DOMAIN = "corral.dev";

  private final com.google.rpc.Status status;
  private final Reason reason;
  private final String requestId;

  CorralException(Failure failure, StatusRuntimeException cause) {
    super(failure.text(), cause);
    this.status = failure.status();
    this.reason = failure.reason();
    this.requestId = failure.requestId().orElse(null);
  }

  /** What a generated stub has thrown, with its reason and details. */
  public static CorralException of(StatusRuntimeException thrown) {
    return new CorralException(Failure.of(thrown, Optional.empty(), "the server", null), thrown);
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  /** The name of the reason as the server wrote it; that of {@link #reason()} when it did not. */
  public String rawReason() {
    return info(status).map(ErrorInfo::getReason).orElse(reason.name());
  }

  /** The gRPC code: what to do about a reason that one does not know. */
  public Status.Code code() {
    return Status.fromCodeValue(status.getCode()).getCode();
  }

  /** The values that come with the reason; docs/errors.md says which. */
  public Map<String, String> metadata() {
    return info(status).map(ErrorInfo::getMetadataMap).orElse(Map.of());
  }

  /** How long the server asks to wait before the same request is sent again. */
  public Optional<Duration> retryDelay() {
    return detail(RetryInfo.class)
        .map(info -> Duration.ofMillis(Durations.toMillis(info.getRetryDelay())));
  }

  /** With INVALID_ARGUMENT: each field that is wrong, such as {@code service_ids[0]}, and why. */
  public List<BadRequest.FieldViolation> violations() {
    return detail(BadRequest.class).map(BadRequest::getFieldViolationsList).orElse(List.of());
  }

  /** The {@code request_id} that was sent: sent again, it tells whether the call took effect. */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  /**
   * A detail of the status, such as {@code StockShortages} with OUT_OF_STOCK, or {@code
   * CartProblems} with a refused Checkout.
   */
  public <D extends Message> Optional<D> detail(Class<D> type) {
    return detail(status, type);
  }

  static Optional<ErrorInfo> info(com.google.rpc.Status status) {
    return detail(status, ErrorInfo.class).filter(info -> info.getDomain().equals(DOMAIN));
  }

  static com.google.rpc.Status statusOf(StatusRuntimeException thrown) {
    return StatusProto.fromStatusAndTrailers(thrown.getStatus(), thrown.getTrailers());
  }

  private static <D extends Message> Optional<D> detail(
      com.google.rpc.Status status, Class<D> type) {
    for (Any any : status.getDetailsList()) {
      if (any.is(type)) {
        try {
          return Optional.of(any.unpack(type));
        } catch (InvalidProtocolBufferException e) {
          throw new IllegalStateException("a detail that cannot be read: " + any.getTypeUrl(), e);
        }
      }
    }
    return Optional.empty();
  }
}
