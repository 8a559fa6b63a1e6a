package dev.corral.grpc;

import static dev.corral.testing.Refusals.errorInfo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.tenant.v1.GetTenantRequest;
import dev.corral.tenant.v1.GetTenantResponse;
import dev.corral.tenant.v1.TenantServiceGrpc;
import dev.corral.testing.Hpack;
import dev.corral.testing.Http2Frame;
import dev.corral.testing.Http2Peer;
import dev.corral.testing.ServerSockets;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that do not get on with it: the server ends their calls in its own time. */
class SlowClientsTest {

  private static final Duration LONGEST_CALL = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofSeconds(20);

  private static TestServer server;
  private static Clinic clinic;

  @BeforeAll
  static void startServer() {
    server =
        TestServer.start(Map.of("CORRAL_LONGEST_CALL_MS", Long.toString(LONGEST_CALL.toMillis())));
    clinic = server.freshClinic();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void callWithoutItsRequestEndsAtItsDeadlineWithAReason() throws Exception {
    assertEndsAtItsDeadline(call -> {});
  }

  @Test
  void callWhoseRequestIsThereButNeverEndsIsEndedToo() throws Exception {
    assertEndsAtItsDeadline(call -> call.sendMessage(GetTenantRequest.getDefaultInstance()));
  }

  @Test
  void messageThatTricklesInEndsAtItsDeadline() {
    try (Http2Peer peer = Http2Peer.greeted(server.port())) {
      int stream = 1;
      peer.send(
          Http2Frame.headers(
              stream,
              Hpack.call(
                      TenantServiceGrpc.getGetTenantMethod().getFullMethodName(),
                      Map.of(
                          "x-tenant-id", clinic.tenantId(),
                          "x-role", "ADMIN",
                          "x-actor-id", Clinic.newId()))
                  .bytes()));
      peer.send(Http2Frame.data(stream, new byte[] {0, 0, 1, 0, 0}, false));
      long end = System.nanoTime() + SOON.toNanos();
      while (!peer.answers(stream, Duration.ofMillis(20))) {
        assertThat(System.nanoTime()).as("still open").isLessThan(end);
        peer.send(Http2Frame.data(stream, new byte[1], false));
      }
    }
  }

  // No Chain guards the standard services; the stream's life does.
  @Test
  void reflectionThatIsHeldOpenIsReset() throws Exception {
    CompletableFuture<Status> end = new CompletableFuture<>();
    ServerReflectionGrpc.newStub(server.channel())
        .serverReflectionInfo(
            new StreamObserver<>() {
              @Override
              public void onNext(ServerReflectionResponse response) {}

              @Override
              public void onError(Throwable thrown) {
                end.complete(Status.fromThrowable(thrown));
              }

              @Override
              public void onCompleted() {
                end.complete(Status.OK);
              }
            })
        .onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    assertThat(end.get(SOON.toSeconds() + 10, TimeUnit.SECONDS).getCode())
        .isEqualTo(Status.Code.CANCELLED);
    assertThat(ServerSockets.streams(server.port())).isZero();
  }

  private void assertEndsAtItsDeadline(
      Consumer<ClientCall<GetTenantRequest, GetTenantResponse>> request) throws Exception {
    long start = System.nanoTime();
    StatusRuntimeException end = end(request);
    assertThat(end.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(errorInfo(end).getReason()).isEqualTo("DEADLINE_EXCEEDED");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(LONGEST_CALL, SOON);
  }

  private StatusRuntimeException end(
      Consumer<ClientCall<GetTenantRequest, GetTenantResponse>> request) throws Exception {
    CompletableFuture<StatusRuntimeException> end = new CompletableFuture<>();
    ClientCall<GetTenantRequest, GetTenantResponse> call =
        ClientInterceptors.intercept(server.channel(), clinic.identity())
            .newCall(
                TenantServiceGrpc.getGetTenantMethod().toBuilder()
                    .setType(io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING)
                    .build(),
                CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status.asRuntimeException(trailers));
          }
        },
        new Metadata());
    call.request(1);
    request.accept(call);
    return end.get(SOON.toSeconds(), TimeUnit.SECONDS);
  }
}
