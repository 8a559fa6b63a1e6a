package dev.corral.stock;

import static dev.corral.kernel.Outcome.*;
import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.kernel.Outcome;
import dev.corral.stock.v1.StockServiceGrpc;
import dev.corral.testing.Sources;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each reason that the contract documents for an RPC of StockService is provoked, together with
 * every one that is documented after it: the first is given, with its metadata, and nothing is
 * stored.
 */
class StockReasonsTest {

  private static final Pattern WORD = Pattern.compile("\\b[A-Z]+(_[A-Z]+)+\\b");
  private static final Pattern KEY = Pattern.compile("`([a-z_]+)`");
  private static final Map<Outcome, Consumer<StockScene>> SPOILERS = spoilers();

  private final TestServer server = TestServer.shared();

  static List<String> rpcs() {
    return StockServiceGrpc.getServiceDescriptor().getMethods().stream()
        .map(MethodDescriptor::getBareMethodName)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("rpcs")
  void rpcFailsForEachDocumentedReasonInOrder(String rpc) {
    List<Outcome> documented = documented(rpc);
    assertThat(StockRefusal.of(rpc).isEmpty()).isEqualTo(documented.isEmpty());
    Set<Outcome> provoked = EnumSet.noneOf(Outcome.class);
    for (StockRefusal way : StockRefusal.of(rpc)) {
      List<Outcome> reasons = new ArrayList<>(documented);
      reasons.removeAll(way.others());
      provokeEach(rpc, reasons, way.call());
      provoked.addAll(reasons);
    }
    assertThat(provoked).containsExactlyInAnyOrderElementsOf(documented);
  }

  @Test
  void commentsAreRead() {
    assertThat(documented("ReleaseReservation"))
        .containsExactly(RESERVATION_NOT_FOUND, REQUEST_ID_REUSED, RESERVATION_NOT_OPEN);
    assertThat(metadata("CommitReservation", RESERVATION_TOO_SMALL))
        .containsExactly("product_id", "asked", "remaining");
  }

  /** Spoils a scene by one reason after another, from the last to the first. */
  private void provokeEach(String rpc, List<Outcome> reasons, Consumer<StockScene> call) {
    call.accept(new StockScene(server)); // unspoilt, it succeeds
    StockScene scene = new StockScene(server).after(call);
    for (Outcome reason : reasons.reversed()) {
      SPOILERS.get(reason).accept(scene);
      List<String> before = scene.stored();
      ErrorInfo info = assertRefused(reason, () -> call.accept(scene));
      assertThat(info.getMetadataMap().keySet())
          .as("metadata of %s", reason)
          .containsAll(metadata(rpc, reason));
      assertThat(scene.stored()).as("stored after %s", reason).isEqualTo(before);
    }
  }

  private static Map<Outcome, Consumer<StockScene>> spoilers() {
    Map<Outcome, Consumer<StockScene>> spoilers = new EnumMap<>(Outcome.class);
    spoilers.put(TENANT_NOT_FOUND, s -> s.caller = Clinic.unknown(s.server.channel()));
    spoilers.put(REQUEST_ID_REUSED, s -> s.requestId = s.usedRequestId);
    spoilers.put(TOO_MANY_LOCATIONS, StockScene::locationsAreMany);
    spoilers.put(CLIENT_NOT_FOUND, s -> s.client = Clinic.newId());
    spoilers.put(PRODUCT_NOT_FOUND, s -> s.product = Clinic.newId());
    spoilers.put(LOCATION_NOT_FOUND, s -> s.location = "nowhere");
    spoilers.put(LOT_NOT_FOUND, s -> s.lot = "Z");
    spoilers.put(LOT_EXPIRY_MISMATCH, s -> s.daysGood = 31);
    spoilers.put(SOURCE_ALREADY_USED, StockScene::referenceIsUsed);
    spoilers.put(MOVEMENT_NOT_FOUND, s -> s.movement = Clinic.newId());
    spoilers.put(STALE_QUANTITY, s -> s.seen = 99);
    spoilers.put(RETURN_TOO_LARGE, s -> s.quantity = 3);
    spoilers.put(STOCK_RESERVED, StockScene::allIsReserved);
    spoilers.put(RESERVATION_NOT_FOUND, s -> s.reservation = Clinic.newId());
    spoilers.put(RESERVATION_NOT_OPEN, s -> s.shop.release(s.reservation));
    spoilers.put(RESERVATION_EXPIRED, StockScene::reservationIsOverAndTheUnitsAreGone);
    spoilers.put(RESERVATION_TOO_SMALL, s -> s.held = 99);
    spoilers.put(
        OUT_OF_STOCK,
        s -> {
          s.reservationIsOverAndTheUnitsAreGone();
          s.quantity = 1_000;
        });
    return spoilers;
  }

  /** The comment of an RPC, in one line. */
  private static String comment(String rpc) {
    Pattern comment = Pattern.compile("((?:  //.*\n)+)  rpc " + rpc + "\\(");
    return Sources.protos().stream()
        .flatMap(proto -> Sources.find(comment, proto.text()))
        .map(found -> found.group(1).replaceAll("\n? *// ?", " "))
        .collect(Collectors.joining());
  }

  /** The reasons in the comment of an RPC, in its order. */
  private static List<Outcome> documented(String rpc) {
    Set<String> names = Arrays.stream(Outcome.values()).map(Enum::name).collect(Collectors.toSet());
    return Sources.find(WORD, comment(rpc))
        .map(MatchResult::group)
        .filter(names::contains)
        .map(Outcome::valueOf)
        .distinct()
        .toList();
  }

  /** The keys that the comment names in the parentheses after a reason. */
  private static List<String> metadata(String rpc, Outcome reason) {
    Pattern brackets = Pattern.compile(reason + " \\(([^)]*)\\)");
    return Sources.find(brackets, comment(rpc)).flatMap(found -> keys(found.group(1))).toList();
  }

  private static Stream<String> keys(String text) {
    int metadata = text.indexOf("metadata");
    return metadata < 0
        ? Stream.empty()
        : Sources.find(KEY, text.substring(metadata)).map(found -> found.group(1));
  }
}
