package dev.corral.grpc;

import dev.corral.kernel.Caller;
import io.grpc.Context;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the log line of a call needs and only inner interceptors know. One call, several threads.
 */
final class CallRecord {

  static final Context.Key<CallRecord> CURRENT = Context.key("call-record");

  private volatile Caller caller;
  private volatile String requestId = "";
  private volatile String reason = "OK";
  private final AtomicBoolean failed = new AtomicBoolean();

  void identified(Caller identified) {
    caller = identified;
  }

  void carries(String request) {
    requestId = request;
  }

  /** True for the first of several failures, which may come from several threads. */
  boolean fails() {
    return failed.compareAndSet(false, true);
  }

  void refused(String why) {
    reason = why;
  }

  String tenantId() {
    return caller == null ? "" : caller.tenantId();
  }

  String role() {
    return caller == null ? "" : caller.roleName();
  }

  String requestId() {
    return requestId;
  }

  String reason() {
    return reason;
  }
}
