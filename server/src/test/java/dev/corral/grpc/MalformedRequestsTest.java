package dev.corral.grpc;

import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.errorInfo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.BookingServiceGrpc;
import dev.corral.directory.v1.Client;
import dev.corral.directory.v1.DirectoryServiceGrpc;
import dev.corral.directory.v1.UpsertClientRequest;
import dev.corral.tenant.v1.GetTenantRequest;
import dev.corral.testing.Contract;
import dev.corral.testing.RawCall;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is sent is not a message of the contract at all, or too much of one. */
class MalformedRequestsTest {

  private static final byte[] CUT_SHORT = {0x0a, 0x7f}; // a field of 127 bytes, none of which come
  private static final int MESSAGE_BYTES_MAX = 256 * 1024;

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();

  @AfterEach
  void channelStillWorks() {
    assertThat(clinic.tenants().getTenant(GetTenantRequest.getDefaultInstance()).hasTenant())
        .isTrue();
  }

  @Test
  void messageThatIsCutShortIsRefusedByEveryRpc() {
    for (MethodDescriptor<?, ?> rpc : Contract.rpcs()) {
      Clinic caller = clinic.as(Contract.access(rpc).getRoles(0), Clinic.newId());
      assertRefused(
          ServerReason.INVALID_REQUEST, () -> RawCall.send(channel(caller), rpc, CUT_SHORT));
    }
  }

  @Test
  void randomBytesNeverEndInAFault() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<MethodDescriptor<?, ?>> rpcs = Contract.rpcs();
    for (int i = 0; i < 400; i++) {
      byte[] request = new byte[random.nextInt(60)];
      random.nextBytes(request);
      MethodDescriptor<?, ?> rpc = rpcs.get(random.nextInt(rpcs.size()));
      Clinic caller = clinic.as(Contract.access(rpc).getRoles(0), Clinic.newId());
      assertThat(RawCall.status(channel(caller), rpc, request).getCode())
          .as("seed %d, call %d of %s", seed, i, rpc.getFullMethodName())
          .isIn(Code.OK, Code.INVALID_ARGUMENT, Code.NOT_FOUND);
    }
  }

  // 199, grpc/grpc-java#6108
  @Test
  void textThatIsNotUtf8IsRefusedAndTheChannelGoesOn() {
    byte[] request = {0x0a, 0x02, (byte) 0xc3, 0x28}; // request_id: a lead byte without its second
    assertRefused(
        ServerReason.INVALID_REQUEST,
        () ->
            RawCall.send(channel(clinic), BookingServiceGrpc.getBookAppointmentMethod(), request));
    byte[] nested = {0x12, 0x04, 0x12, 0x02, (byte) 0xff, (byte) 0xfe}; // client.display_name
    assertRefused(
        ServerReason.INVALID_REQUEST,
        () -> RawCall.send(channel(clinic), DirectoryServiceGrpc.getUpsertClientMethod(), nested));
  }

  @Test
  void fieldsThatTheServerDoesNotKnowAreNoReasonToRefuse() {
    byte[] request =
        ByteString.fromHex("fa3f03616263").toByteArray(); // field 1023, three bytes of text
    assertThat(
            RawCall.status(
                channel(clinic),
                dev.corral.tenant.v1.TenantServiceGrpc.getGetTenantMethod(),
                request))
        .isEqualTo(Status.OK);
  }

  @Test
  void messageOverTheLimitIsRefused() {
    byte[] request = new byte[MESSAGE_BYTES_MAX + 1];
    Status status =
        RawCall.status(channel(clinic), DirectoryServiceGrpc.getUpsertClientMethod(), request);
    assertThat(status.getCode()).as("%s", status).isEqualTo(Code.RESOURCE_EXHAUSTED);
  }

  // 197, grpc/grpc-java#11246
  @Test
  void messageThatIsSmallOnlyWhileCompressedIsRefused() {
    byte[] request =
        UpsertClientRequest.newBuilder()
            .setClient(Client.newBuilder().setDisplayName("a".repeat(16 * MESSAGE_BYTES_MAX)))
            .build()
            .toByteArray();
    StatusRuntimeException thrown =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                RawCall.send(
                    channel(clinic),
                    DirectoryServiceGrpc.getUpsertClientMethod(),
                    request,
                    CallOptions.DEFAULT.withCompression("gzip")));
    assertThat(thrown.getStatus().getCode()).as("%s", thrown).isEqualTo(Code.RESOURCE_EXHAUSTED);
  }

  // gRPC's own client does not even send it, since the server has told it the limit.
  @Test
  void metadataOverTheLimitIsRefused() {
    Metadata much = new Metadata();
    much.put(Metadata.Key.of("x-much", Metadata.ASCII_STRING_MARSHALLER), "m".repeat(16 * 1024));
    Channel channel =
        ClientInterceptors.intercept(
            channel(clinic), MetadataUtils.newAttachHeadersInterceptor(much));
    Status status =
        RawCall.status(channel, DirectoryServiceGrpc.getUpsertClientMethod(), new byte[0]);
    assertThat(status.getCode()).as("%s", status).isNotEqualTo(Code.OK);
  }

  @Test
  void callWithoutAMessageIsRefusedWithItsReason() throws Exception {
    CompletableFuture<StatusRuntimeException> end = new CompletableFuture<>();
    ClientCall<byte[], byte[]> call =
        channel(clinic)
            .newCall(
                RawCall.raw(BookingServiceGrpc.getGetAppointmentMethod()), CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status.asRuntimeException(trailers));
          }
        },
        new Metadata());
    call.request(1);
    call.halfClose();
    StatusRuntimeException thrown = end.get(10, TimeUnit.SECONDS);
    assertThat(thrown.getStatus().getCode()).as("%s", thrown).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(errorInfo(thrown).getReason()).isEqualTo("INVALID_REQUEST");
  }

  private Channel channel(Clinic caller) {
    return ClientInterceptors.intercept(server.channel(), caller.identity());
  }
}
