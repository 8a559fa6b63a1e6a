package dev.corral.cart;

import static dev.corral.kernel.Outcome.*;
import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.cart.v1.CartServiceGrpc;
import dev.corral.kernel.Outcome;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each reason that the contract documents for an RPC of CartService is provoked, together with
 * every one that is documented after it: the first is given, with its metadata, and nothing is
 * stored.
 */
class CartReasonsTest {

  private static final Pattern WORD = Pattern.compile("\\b[A-Z]+(_[A-Z]+)+\\b");
  private static final Pattern KEY = Pattern.compile("`([a-z_]+)`");
  private static final long MOST = 1_000_000_000_000_000L;
  private static final Map<Outcome, Consumer<CartScene>> SPOILERS = spoilers();

  private final TestServer server = TestServer.shared();

  @AfterAll
  static void nothingIsOutOfStep() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  static List<String> rpcs() {
    return CartServiceGrpc.getServiceDescriptor().getMethods().stream()
        .map(MethodDescriptor::getBareMethodName)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("rpcs")
  void rpcFailsForEachDocumentedReasonInOrder(String rpc) {
    List<Outcome> documented = documented(rpc);
    assertThat(documented).isNotEmpty();
    Set<Outcome> provoked = EnumSet.noneOf(Outcome.class);
    for (CartRefusal way : CartRefusal.of(rpc)) {
      List<Outcome> reasons = new ArrayList<>(documented);
      reasons.removeAll(way.others());
      provokeEach(rpc, reasons, way.call());
      provoked.addAll(reasons);
    }
    assertThat(provoked).containsExactlyInAnyOrderElementsOf(documented);
  }

  @Test
  void commentsAreRead() {
    assertThat(documented("GetCart")).containsExactly(TENANT_NOT_FOUND, CLIENT_NOT_FOUND);
    assertThat(documented("Checkout")).hasSize(21).endsWith(PRICE_CHANGED);
    assertThat(metadata("Checkout", OUT_OF_STOCK))
        .containsExactly("product_id", "asked", "available");
    assertThat(metadata("SetCartLine", PRICE_CHANGED)).containsExactly("seen_minor", "price_minor");
  }

  /** Spoils a scene by one reason after another, from the last to the first. */
  private void provokeEach(String rpc, List<Outcome> reasons, Consumer<CartScene> call) {
    call.accept(new CartScene(server)); // unspoilt, it succeeds
    CartScene scene = new CartScene(server).after(call);
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

  private static Map<Outcome, Consumer<CartScene>> spoilers() {
    Map<Outcome, Consumer<CartScene>> spoilers = new EnumMap<>(Outcome.class);
    spoilers.put(TENANT_NOT_FOUND, s -> s.caller = Clinic.unknown(s.server.channel()));
    spoilers.put(CLIENT_NOT_FOUND, s -> s.client = Clinic.newId());
    spoilers.put(REQUEST_ID_REUSED, s -> s.requestId = s.usedRequestId);
    spoilers.put(PRODUCT_NOT_FOUND, s -> s.product = Clinic.newId());
    spoilers.put(SERVICE_NOT_FOUND, s -> s.service = Clinic.newId());
    spoilers.put(COUPON_NOT_FOUND, s -> s.couponCode = "NEVER");
    spoilers.put(STALE_VERSION, s -> s.version = 999);
    spoilers.put(CART_FULL, CartScene::full);
    spoilers.put(RESERVATION_NOT_FOUND, s -> s.reservation = Clinic.newId());
    spoilers.put(RESERVATION_NOT_OPEN, s -> s.shop.release(s.reservation));
    spoilers.put(CART_EMPTY, CartScene::clear);
    spoilers.put(AMOUNT_TOO_LARGE, s -> s.tablets(p -> p.setPriceMinor(MOST)));
    spoilers.put(
        PRICE_CHANGED,
        s -> {
          s.seenPrice = 1;
          s.seenTotal = 1;
        });
    problems(spoilers);
    return spoilers;
  }

  private static void problems(Map<Outcome, Consumer<CartScene>> spoilers) {
    spoilers.put(PET_NOT_FOUND, CartScene::petIsNotTheClients);
    spoilers.put(PRODUCT_INACTIVE, s -> s.tablets(p -> p.setActive(false)));
    spoilers.put(SERVICE_INACTIVE, s -> s.visit(v -> v.setActive(false)));
    spoilers.put(SPECIES_NOT_ALLOWED, s -> s.tablets(p -> p.addSpecies("cat")));
    spoilers.put(PRESCRIPTION_REQUIRED, s -> s.tablets(p -> p.setRequiresPrescription(true)));
    spoilers.put(QUANTITY_NOT_ALLOWED, s -> s.tablets(p -> p.setMinQuantity(99)));
    spoilers.put(OUT_OF_STOCK, CartScene::othersHoldTheRest);
    spoilers.put(
        COUPON_NOT_VALID,
        s ->
            s.coupon(
                c ->
                    c.setFirstDate(Clinic.date(s.shop.clinic().day(3)))
                        .setLastDate(Clinic.date(s.shop.clinic().day(5)))));
    spoilers.put(COUPON_USED_UP, s -> s.coupon(c -> c.setMaxUses(1)));
    spoilers.put(COUPON_USED_BY_CLIENT, s -> s.coupon(c -> c.setMaxUsesPerClient(1)));
    spoilers.put(COUPON_MINIMUM_NOT_REACHED, s -> s.coupon(c -> c.setMinSubtotalMinor(MOST)));
    spoilers.put(COUPON_NOT_APPLICABLE, s -> s.coupon(c -> c.addProductIds(s.shop.product(1, 0))));
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
    String text = comment(rpc);
    return Sources.find(WORD, text.substring(text.indexOf("Fails with")))
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
