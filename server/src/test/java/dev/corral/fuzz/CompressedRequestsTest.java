package dev.corral.fuzz;

import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.ValidRequests;
import dev.corral.common.v1.Role;
import dev.corral.grpc.ServerReason;
import dev.corral.testing.Contract;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that come as gzip streams: whole, broken, or far larger than they look. */
class CompressedRequestsTest {

  private static final int BOMB_BYTES = 64 * 1024 * 1024;
  private static final int MESSAGE_BYTES_MAX = 256 * 1024;

  private final TestServer server = TestServer.shared();
  private final Clinic clinic = server.freshClinic();
  private final FuzzChannels channels = new FuzzChannels(server);

  @AfterEach
  void close() {
    channels.close();
  }

  @Test
  void bombIsRefusedByEveryRpc() {
    byte[] bomb = WireMutator.compressed(unknownField(BOMB_BYTES));
    assertThat(bomb).as("fits the limit on the wire").hasSizeLessThan(MESSAGE_BYTES_MAX);
    for (MethodDescriptor<?, ?> rpc : Contract.rpcs()) {
      assertRefused(ServerReason.MESSAGE_TOO_LARGE, () -> call(rpc, bomb).send(channels));
    }
  }

  @Test
  void streamThatEndsTooEarlyIsRefusedByEveryRpc() {
    byte[] whole = WireMutator.compressed(unknownField(1000));
    byte[] early = Arrays.copyOf(whole, whole.length / 2);
    for (MethodDescriptor<?, ?> rpc : Contract.rpcs()) {
      assertRefused(ServerReason.INVALID_REQUEST, () -> call(rpc, early).send(channels));
    }
  }

  @Test
  void streamThatIsNoneIsRefusedAndTheConnectionGoesOn() {
    byte[] none = "this is no gzip stream".getBytes(StandardCharsets.UTF_8);
    for (MethodDescriptor<?, ?> rpc : Contract.rpcs()) {
      assertRefused(ServerReason.INVALID_REQUEST, () -> call(rpc, none).send(channels));
    }
  }

  @Test
  void validStreamIsRead() {
    ValidRequests requests = ValidRequests.of(clinic);
    for (MethodDescriptor<?, ?> rpc : Contract.rpcs()) {
      byte[] request = requests.fill(rpc).toByteArray();
      assertThat(call(rpc, WireMutator.compressed(request)).refusal(channels, nothing()))
          .as(rpc.getFullMethodName())
          .isEmpty();
    }
  }

  private FuzzCall call(MethodDescriptor<?, ?> rpc, byte[] bytes) {
    boolean admin = Contract.access(rpc).getRolesList().contains(Role.ROLE_ADMIN);
    Metadata headers = new Metadata();
    headers.put(OddHeaders.key("x-tenant-id"), clinic.tenantId());
    headers.put(OddHeaders.key("x-role"), admin ? "ADMIN" : "PLATFORM");
    headers.put(OddHeaders.key("x-actor-id"), Clinic.newId());
    return new FuzzCall(rpc, "", bytes, true, headers, Optional.empty());
  }

  private static KnownTexts nothing() {
    return new KnownTexts(List.of());
  }

  private static byte[] unknownField(int size) {
    return UnknownFieldSet.newBuilder()
        .addField(
            1023,
            UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFrom(new byte[size]))
                .build())
        .build()
        .toByteArray();
  }
}
