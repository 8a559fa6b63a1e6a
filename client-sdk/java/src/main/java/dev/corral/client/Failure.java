package dev.corral.client;

import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Optional;

/**
 * What became of a call, and how to say it to a person.
 *
 * @param status with its details
 * @param text one sentence of what happened, one of what to do
 */
record Failure(
    com.google.rpc.Status status, Reason reason, Optional<String> requestId, String text) {

  static Failure of(
      StatusRuntimeException thrown,
      Optional<String> requestId,
      String target,
      Credentials credentials) {
    com.google.rpc.Status status = CorralException.statusOf(thrown);
    Reason reason =
        CorralException.info(status)
            .map(ErrorInfo::getReason)
            .map(Reason::of)
            .orElseGet(() -> reasonOf(thrown.getStatus().getCode()));
    String said = Optional.ofNullable(thrown.getStatus().getDescription()).orElse("no answer");
    String text =
        switch (reason) {
          case UNREACHABLE ->
              "Corral cannot be reached at "
                  + target
                  + ": "
                  + said
                  + ". Check the address and that it runs; TLS needs a server with TLS, plain text"
                  + " one without.";
          case UNSUPPORTED_BY_SERVER ->
              "The server at "
                  + target
                  + " does not know this RPC: it is older than this client, or not a Corral. "
                  + "Update the server first.";
          case UNAUTHENTICATED -> said + " " + fault(credentials);
          case DEADLINE_EXCEEDED ->
              "There was no answer before the deadline; the call may have taken effect."
                  + requestId
                      .map(id -> " Send the same request_id again to learn it: " + id + ".")
                      .orElse("");
          case TOO_MANY_CALLS, TOO_MANY_CALLS_AT_ONCE, SERVER_OVERLOADED ->
              said + " Wait as long as retryDelay() says, or send less at once.";
          default -> said;
        };
    return new Failure(status, reason, requestId, text);
  }

  /** Of a status without details, which the server has not made. */
  private static Reason reasonOf(Status.Code code) {
    return switch (code) {
      case UNAVAILABLE, INTERNAL, UNKNOWN -> Reason.UNREACHABLE;
      case UNIMPLEMENTED -> Reason.UNSUPPORTED_BY_SERVER;
      case DEADLINE_EXCEEDED -> Reason.DEADLINE_EXCEEDED;
      case CANCELLED -> Reason.CALL_CANCELLED;
      default -> Reason.TRANSPORT;
    };
  }

  private static String fault(Credentials credentials) {
    return Optional.ofNullable(credentials)
        .flatMap(Credentials::fault)
        .orElse("Check the credential: the server never says what is wrong with it.");
  }
}
