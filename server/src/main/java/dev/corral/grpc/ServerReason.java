package dev.corral.grpc;

import dev.corral.kernel.Reason;
import io.grpc.Status.Code;

/** Why the server itself refuses a call, before or after the database. Listed in docs/errors.md. */
public enum ServerReason implements Reason {
  INVALID_REQUEST(Code.INVALID_ARGUMENT, "The request breaks the rules of the contract."),
  MESSAGE_TOO_LARGE(Code.RESOURCE_EXHAUSTED, "The request is larger than the server takes."),
  SERVER_OVERLOADED(Code.RESOURCE_EXHAUSTED, "The server has as much to do as it can; try again."),
  TOO_MANY_BAD_CREDENTIALS(
      Code.RESOURCE_EXHAUSTED, "Too many calls from this address carry no valid credential."),
  TOO_MANY_CALLS(Code.RESOURCE_EXHAUSTED, "The tenant makes more calls a second than it may."),
  TOO_MANY_CALLS_AT_ONCE(
      Code.RESOURCE_EXHAUSTED, "The tenant has more calls running at once than it may."),
  UNAUTHENTICATED(Code.UNAUTHENTICATED, "The call carries no valid credential."),
  KEYS_UNAVAILABLE(
      Code.UNAVAILABLE, "The keys that tokens are checked with cannot be had; try again."),
  TENANT_NOT_ALLOWED(Code.PERMISSION_DENIED, "The credential is not for this tenant."),
  TENANT_NOT_CHOSEN(
      Code.INVALID_ARGUMENT,
      "The credential is good for several tenants; name one in the metadata x-tenant-id."),
  ROLE_NOT_ALLOWED(Code.PERMISSION_DENIED, "The caller's role may not do this."),
  CONTENDED(Code.ABORTED, "Others are changing the same thing; try again."),
  DEADLINE_EXCEEDED(
      Code.DEADLINE_EXCEEDED, "The deadline passed; a retry with the same request id is safe."),
  CALL_CANCELLED(Code.CANCELLED, "The client cancelled the call."),
  DATABASE_UNAVAILABLE(Code.UNAVAILABLE, "The database cannot be reached; try again."),
  INTERNAL(Code.INTERNAL, "A fault of the server; quote the error id when you report it.");

  private final Code code;
  private final String sentence;

  ServerReason(Code code, String sentence) {
    this.code = code;
    this.sentence = sentence;
  }

  @Override
  public Code code() {
    return code;
  }

  @Override
  public String sentence() {
    return sentence;
  }
}
