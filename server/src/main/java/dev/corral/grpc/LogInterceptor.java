package dev.corral.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one line for each call: method, tenant, role, request id, code, reason, duration. Never a
 * payload. Outermost, so that it also sees calls that are refused on the way in.
 */
final class LogInterceptor implements ServerInterceptor {

  private static final Logger log = LoggerFactory.getLogger("corral.call");

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    CallRecord record = new CallRecord();
    long startNanos = System.nanoTime();
    ServerCall<Q, R> logged =
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            write(call.getMethodDescriptor().getFullMethodName(), record, status, startNanos);
            super.close(status, trailers);
          }
        };
    Context context = Context.current().withValue(CallRecord.CURRENT, record);
    return Contexts.interceptCall(context, logged, headers, next);
  }

  private static void write(String method, CallRecord record, Status status, long startNanos) {
    long durationMicros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startNanos);
    log.atInfo()
        .addKeyValue("method", method)
        .addKeyValue("tenant", record.tenantId())
        .addKeyValue("role", record.role())
        .addKeyValue("request_id", record.requestId())
        .addKeyValue("code", status.getCode())
        .addKeyValue("reason", record.reason())
        .addKeyValue("duration_us", durationMicros)
        .log("call");
  }
}
