package dev.corral.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import dev.corral.kernel.DatabaseFault;
import dev.corral.kernel.Expired;
import dev.corral.kernel.Outcome;
import dev.corral.kernel.Overloaded;
import dev.corral.kernel.Reason;
import dev.corral.kernel.Redacted;
import dev.corral.kernel.Refused;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only maker of error statuses. Each carries {@code google.rpc.ErrorInfo}; SQL, stack traces
 * and causes stay in the log, and what they say of a request stays out of that too.
 */
public final class Statuses {

  /** The domain of every ErrorInfo. */
  public static final String DOMAIN = "corral.dev";

  /** Where gRPC's libraries look for the details. */
  private static final Metadata.Key<com.google.rpc.Status> DETAILS =
      Metadata.Key.of(
          "grpc-status-details-bin",
          ProtoUtils.metadataMarshaller(com.google.rpc.Status.getDefaultInstance()));

  /** Understood by gRPC's own retries: how long to wait, in milliseconds. */
  static final Metadata.Key<String> RETRY_PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  /** Any negative number forbids a retry: gRPC's retry design, A6. */
  private static final String NO_RETRY = "-1";

  private static final Logger log = LoggerFactory.getLogger(Statuses.class);
  private static final int CONTENDED_RETRY_MS = 50;
  private static final int UNAVAILABLE_RETRY_MS = 1000;
  private static final int OVERLOADED_RETRY_MS = 500;
  private static final int NANOS_A_MILLI = 1_000_000;

  private Statuses() {}

  /**
   * How a call ends: no exception, since the trace of one costs more than the rest of a refusal.
   */
  record Ending(Reason reason, Status status, Metadata trailers) {}

  /** A reason and its values as clients read them. */
  public static ErrorInfo errorInfo(Reason reason, Map<String, String> metadata) {
    return ErrorInfo.newBuilder()
        .setReason(reason.name())
        .setDomain(DOMAIN)
        .putAllMetadata(metadata)
        .build();
  }

  /** The status of anything that a call can throw. */
  static Ending of(Throwable thrown) {
    if (thrown instanceof Refused refused) {
      return refusal(refused);
    } else if (thrown instanceof InvalidRequest invalid) {
      return status(
          ServerReason.INVALID_REQUEST,
          Map.of(),
          List.of(BadRequest.newBuilder().addAllFieldViolations(invalid.violations()).build()));
    } else if (thrown instanceof Expired) {
      return ended();
    } else if (thrown instanceof Overloaded) {
      return retryable(ServerReason.SERVER_OVERLOADED, OVERLOADED_RETRY_MS);
    } else if (thrown instanceof DatabaseFault fault) {
      return fault(fault);
    }
    return internal(thrown);
  }

  private static Ending refusal(Refused refused) {
    Reason reason = refused.reason();
    if (reason.code() == Status.Code.UNAVAILABLE) {
      return retryable(reason, UNAVAILABLE_RETRY_MS);
    }
    List<Message> details = new ArrayList<>();
    switch (reason.code()) {
      case NOT_FOUND -> details.add(missing(reason));
      case FAILED_PRECONDITION -> details.add(precondition(reason));
      case INVALID_ARGUMENT -> details.add(badRequest(refused));
      case ABORTED -> details.add(retryInfo(CONTENDED_RETRY_MS));
      default -> {}
    }
    details.addAll(refused.details());
    return withPushback(status(reason, refused.metadata(), details), details);
  }

  /**
   * Says again, for gRPC's own retries, how long to wait. They know codes only: a lost race, and
   * what is too large, have the code of what may be repeated, and are not theirs to repeat.
   */
  private static Ending withPushback(Ending e, List<Message> details) {
    switch (e.status().getCode()) {
      case ABORTED -> e.trailers().put(RETRY_PUSHBACK, NO_RETRY);
      case RESOURCE_EXHAUSTED -> e.trailers().put(RETRY_PUSHBACK, pushback(details));
      default -> {}
    }
    return e;
  }

  private static String pushback(List<Message> details) {
    for (Message detail : details) {
      if (detail instanceof RetryInfo info) {
        return Long.toString(millis(info.getRetryDelay()));
      }
    }
    return NO_RETRY;
  }

  private static Ending fault(DatabaseFault fault) {
    switch (fault.kind()) {
      case CONTENDED:
        return retryable(ServerReason.CONTENDED, CONTENDED_RETRY_MS);
      case CANCELLED:
        return ended();
      case UNAVAILABLE:
        if (fault.firstToLog()) {
          log.warn("the database cannot be reached", Redacted.of(fault));
        }
        return retryable(ServerReason.DATABASE_UNAVAILABLE, UNAVAILABLE_RETRY_MS);
      default:
        return internal(fault);
    }
  }

  /** The client went away, or time was up: by the call's own deadline or the server's. */
  private static Ending ended() {
    Context context = Context.current();
    boolean clientLeft =
        context.isCancelled()
            && (context.getDeadline() == null || !context.getDeadline().isExpired());
    return status(
        clientLeft ? ServerReason.CALL_CANCELLED : ServerReason.DEADLINE_EXCEEDED,
        Map.of(),
        List.of());
  }

  private static Ending internal(Throwable thrown) {
    String errorId = UUID.randomUUID().toString();
    log.atError()
        .addKeyValue("error_id", errorId)
        .setCause(Redacted.of(thrown))
        .log("a call failed");
    return status(ServerReason.INTERNAL, Map.of("error_id", errorId), List.of());
  }

  private static Ending retryable(Reason reason, int delayMs) {
    Ending e = status(reason, Map.of(), List.of(retryInfo(delayMs)));
    e.trailers().put(RETRY_PUSHBACK, Integer.toString(delayMs));
    return e;
  }

  private static Ending status(Reason reason, Map<String, String> metadata, List<Message> details) {
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder()
            .setCode(reason.code().value())
            .setMessage(reason.sentence())
            .addDetails(Any.pack(errorInfo(reason, metadata)));
    details.forEach(detail -> status.addDetails(Any.pack(detail)));
    Metadata trailers = new Metadata();
    trailers.put(DETAILS, status.build());
    return new Ending(
        reason, reason.code().toStatus().withDescription(reason.sentence()), trailers);
  }

  private static ResourceInfo missing(Reason reason) {
    String type = reason.name().replace("_NOT_FOUND", "").toLowerCase(Locale.ROOT);
    return ResourceInfo.newBuilder()
        .setResourceType(type)
        .setDescription(reason.sentence())
        .build();
  }

  private static PreconditionFailure precondition(Reason reason) {
    return PreconditionFailure.newBuilder()
        .addViolations(
            PreconditionFailure.Violation.newBuilder()
                .setType(reason.name())
                .setDescription(reason.sentence()))
        .build();
  }

  private static BadRequest badRequest(Refused refused) {
    BadRequest.Builder request = BadRequest.newBuilder();
    if (refused.reason() == Outcome.INVALID_PAYMENT) {
      // its metadata are the fields, each with what is wrong
      new TreeMap<>(refused.metadata())
          .forEach(
              (field, rule) -> request.addFieldViolations(InvalidRequest.violation(field, rule)));
    } else {
      String field =
          refused.reason() instanceof Outcome outcome ? field(outcome) : field(refused.reason());
      request.addFieldViolations(InvalidRequest.violation(field, refused.reason().sentence()));
    }
    return request.build();
  }

  private static String field(Reason reason) {
    return reason == ServerReason.TENANT_NOT_CHOSEN ? "x-tenant-id" : ""; // the request itself
  }

  private static String field(Outcome outcome) {
    return switch (outcome) {
      case REQUEST_ID_REUSED -> "request_id";
      case UNKNOWN_TIME_ZONE -> "settings.time_zone";
      case UNKNOWN_CURRENCY -> "settings.currency_code";
      case LOCAL_TIME_DOES_NOT_EXIST -> "local_start";
      case TOO_MANY_SLOTS -> "to_date";
      case CURRENCY_MISMATCH -> "amount.currency_code";
      case INVALID_DISCOUNT -> "invoice.discount";
      case AMOUNT_TOO_LARGE -> "amount";
      case DUE_DATE_IN_PAST -> "invoice.due_date";
      default -> throw new IllegalArgumentException("no field is known for " + outcome.name());
    };
  }

  /** How long to wait before a retry. */
  public static RetryInfo retryInfo(long delayMs) {
    return RetryInfo.newBuilder()
        .setRetryDelay(
            Duration.newBuilder()
                .setSeconds(delayMs / 1000)
                .setNanos((int) (delayMs % 1000 * NANOS_A_MILLI)))
        .build();
  }

  private static long millis(Duration delay) {
    return delay.getSeconds() * 1000 + delay.getNanos() / NANOS_A_MILLI;
  }
}
