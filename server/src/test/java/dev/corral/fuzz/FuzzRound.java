package dev.corral.fuzz;

import com.google.protobuf.Message;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.ValidRequests;
import dev.corral.common.v1.Role;
import dev.corral.testing.Contract;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Some calls of every RPC, to a clinic of their own. All chances come from one seed. */
final class FuzzRound {

  private static final List<String> ZONES =
      List.of("UTC", "America/Asuncion", "Pacific/Apia", "Asia/Kathmandu", "Europe/Lisbon");

  /** A request whose version is stale, or whose invoice is paid, reaches less and less. */
  private static final int CALLS_A_REQUEST = 4;

  private final Random random;
  private final Clinic clinic;
  private final ValidRequests requests;
  private final Map<MethodDescriptor<?, ?>, Message> filled = new HashMap<>();
  private final KnownTexts known;
  private final OddValues values;
  private final Mutator mutator;
  private final WireMutator wire;

  /** A round with a new clinic; the foreign texts are ids of another one. */
  FuzzRound(TestServer server, long seed, List<String> foreign) {
    this.random = new Random(seed);
    this.clinic = server.freshClinic(ZONES.get(random.nextInt(ZONES.size())));
    this.requests = ValidRequests.of(clinic);
    this.known = new KnownTexts(foreign);
    this.values = new OddValues(random, known);
    this.mutator = new Mutator(random, values);
    this.wire = new WireMutator(random);
  }

  /** Makes the calls, some of each RPC. */
  void run(FuzzChannels channels, Verdicts verdicts, int callsAnRpc) {
    List<MethodDescriptor<?, ?>> rpcs = new ArrayList<>(Contract.rpcs());
    for (MethodDescriptor<?, ?> rpc : rpcs) {
      filled.put(rpc, requests.fill(rpc));
      known.learn(filled.get(rpc));
    }
    Collections.shuffle(rpcs, random);
    for (MethodDescriptor<?, ?> rpc : rpcs) {
      Message valid = filled.get(rpc);
      for (int i = 0; i < callsAnRpc; i++) {
        valid = i % CALLS_A_REQUEST == 0 ? valid(rpc) : valid;
        FuzzCall call = call(rpc, i == 0 ? mutator.renewed(valid) : message(rpc, valid));
        long start = System.nanoTime();
        Optional<StatusRuntimeException> refusal = call.refusal(channels, known);
        verdicts.judge(call, refusal, System.nanoTime() - start);
      }
    }
  }

  /** A new valid request, or an older one when former calls have changed the clinic too much. */
  private Message valid(MethodDescriptor<?, ?> rpc) {
    try {
      return requests.fill(rpc);
    } catch (StatusRuntimeException e) {
      return filled.get(rpc);
    }
  }

  private Message message(MethodDescriptor<?, ?> rpc, Message valid) {
    return random.nextInt(12) == 0
        ? values.message(Contract.schema(rpc).getInputType(), 0)
        : mutator.mutate(valid);
  }

  private FuzzCall call(MethodDescriptor<?, ?> rpc, Message message) {
    byte[] bytes = message.toByteArray();
    boolean gzip = random.nextInt(25) == 0;
    if (random.nextInt(8) == 0) {
      bytes = wire.mutate(bytes);
    }
    return new FuzzCall(
        rpc, message.toString(), gzip ? wire.gzip(bytes) : bytes, gzip, headers(rpc), deadline());
  }

  private Metadata headers(MethodDescriptor<?, ?> rpc) {
    List<Role> roles = Contract.access(rpc).getRolesList();
    Role role = roles.get(random.nextInt(roles.size()));
    Metadata headers = new Metadata();
    headers.put(OddHeaders.key("x-tenant-id"), clinic.tenantId());
    headers.put(OddHeaders.key("x-role"), role.name().substring("ROLE_".length()));
    headers.put(OddHeaders.key("x-actor-id"), actor());
    if (random.nextInt(15) == 0) {
      new OddHeaders(random).mutate(headers);
    }
    return headers;
  }

  /** Mostly one that is known as a client: roles other than ROLE_CLIENT may have any. */
  private String actor() {
    String id = known.like("client_id", random);
    return id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
        ? id
        : new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private Optional<Duration> deadline() {
    return switch (random.nextInt(60)) {
      case 0 -> Optional.of(Duration.ofNanos(random.nextInt(20_000_000)));
      case 1 -> Optional.of(Duration.ofDays(30_000));
      default -> Optional.empty();
    };
  }
}
