package dev.corral.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.Message;
import dev.corral.kernel.Refused;
import dev.corral.testing.Contract;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of a request, from the wire to the rules of the contract: a message, with or without
 * violations, or a refusal. The first byte chooses the RPC.
 *
 * <p>It replays what is kept. Jazzer 0.30 cannot guide it yet: its hook on {@code Map.get} compares
 * the keys of protobuf's maps, which refuse to be compared, and reports that as a finding.
 */
class RequestBytesJazzerTest {

  private static final ContractRules CONTRACT = new ContractRules();
  private static final List<MethodDescriptor<?, ?>> RPCS =
      Contract.rpcs().stream()
          .<MethodDescriptor<?, ?>>map(RequestBytesJazzerTest::tolerant)
          .toList();

  @FuzzTest(maxDuration = "2m")
  void bytesAreAMessageOrRefused(byte[] data) {
    if (data.length == 0) {
      return;
    }
    MethodDescriptor<?, ?> rpc = RPCS.get((data[0] & 0xff) % RPCS.size());
    byte[] bytes = Arrays.copyOfRange(data, 1, data.length);
    Object request = rpc.getRequestMarshaller().parse(new ByteArrayInputStream(bytes));
    if (request instanceof Malformed malformed) {
      assertThat(malformed.refusal()).isInstanceOfAny(InvalidRequest.class, Refused.class);
    } else if (CommonRules.violations((Message) request).isEmpty()) {
      assertThat(CONTRACT.violations((Message) request)).doesNotContainNull();
    }
  }

  private static <Q, R> MethodDescriptor<?, ?> tolerant(MethodDescriptor<Q, R> rpc) {
    ServerMethodDefinition<Q, R> method =
        ServerMethodDefinition.create(
            rpc,
            (call, headers) -> {
              throw new AssertionError("nobody calls");
            });
    ServerServiceDefinition service =
        ServerServiceDefinition.builder(rpc.getServiceName()).addMethod(method).build();
    return Malformed.tolerate(service).getMethods().iterator().next().getMethodDescriptor();
  }
}
