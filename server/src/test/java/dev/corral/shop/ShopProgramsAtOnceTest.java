package dev.corral.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.CheckoutRequest;
import dev.corral.cart.v1.Order;
import dev.corral.kernel.Outcome;
import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.ListInvoicesRequest;
import dev.corral.stock.v1.ListStockMovementsRequest;
import dev.corral.stock.v1.ListStockMovementsResponse;
import dev.corral.stock.v1.StockLevel;
import dev.corral.stock.v1.StockMovement;
import dev.corral.testing.ProgramTally;
import dev.corral.testing.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Random programs about stock, carts and checkout whose steps eight callers run at once in one
 * shop. No order is foretold, but no call may break, what is told twice is told alike, and what is
 * left must add up. {@code -Dcorral.programs.seconds} is as for the programs of one caller, of
 * which it takes a sixth; {@code -Dcorral.programs.seed} says where to start.
 */
class ShopProgramsAtOnceTest {

  private static final int CALLERS = 8;
  private static final int STEPS_EACH = 20;
  private static final Duration TIME =
      Duration.ofSeconds(Math.max(1, Integer.getInteger("corral.programs.seconds", 20) / 6));
  private static final Set<String> BROKEN =
      Set.of(
          "INTERNAL",
          "CONTENDED",
          "DATABASE_UNAVAILABLE",
          "DEADLINE_EXCEEDED",
          "CALL_CANCELLED",
          "INVALID_REQUEST");
  private static final Set<String> KNOWN =
      Stream.concat(Stream.of("OK"), Arrays.stream(Outcome.values()).map(Enum::name))
          .collect(Collectors.toSet());

  private final TestServer server = TestServer.shared();
  private final ProgramTally tally = new ProgramTally();

  @Test
  void callersAtOnceNeitherBreakTheServerNorLoseUnits() {
    long seed = Long.getLong("corral.programs.seed", System.nanoTime());
    Instant end = Instant.now().plus(TIME);
    long first = seed;
    do {
      run(seed++);
    } while (Instant.now().isBefore(end));
    System.out.println("shop programs at once from seed " + first + ": " + tally);
    assertThat(server.violatedInvariants()).isEmpty();
  }

  private void run(long seed) {
    ShopRunner runner = new ShopRunner(server, seed);
    Race.of(CALLERS, caller -> each(runner, caller));
    tally.programEnded();
    List<StockMovement> movements = movements(runner.shop());
    for (String product : runner.cast().products()) {
      checkProduct(seed, runner, product, movements);
    }
    checkOrders(seed, runner);
    checkRepeats(seed, runner.memory());
  }

  private Integer each(ShopRunner runner, int caller) {
    for (int i = 0; i < STEPS_EACH; i++) {
      ShopMemory.Told told = runner.send(1 + caller + i * CALLERS, tally);
      String reason = told.answer().reason();
      if (BROKEN.contains(reason) || !KNOWN.contains(reason)) {
        throw new AssertionError(told.toString());
      }
    }
    return caller;
  }

  /** What came, less what was sold by the invoices, and what else callers were told, is there. */
  private void checkProduct(
      long seed, ShopRunner runner, String product, List<StockMovement> movements) {
    StockLevel level = runner.shop().level(product);
    List<StockMovement> own =
        movements.stream().filter(m -> m.getProductId().equals(product)).toList();
    assertThat(sum(own)).as("seed %d: sum of movements", seed).isEqualTo(level.getOnHand());
    long billed =
        runner.memory().orders().stream()
            .flatMap(order -> runner.shop().invoice(order.getInvoiceId()).getLinesList().stream())
            .filter(line -> line.getInput().getItemId().equals(product))
            .mapToLong(line -> line.getInput().getQuantity())
            .sum();
    List<StockMovement> told =
        runner.memory().movements().stream().filter(m -> m.getProductId().equals(product)).toList();
    assertThat(sum(told) - billed)
        .as("seed %d: told and billed", seed)
        .isEqualTo(level.getOnHand());
    assertThat(level.getReserved()).as("seed %d: %s", seed, level).isBetween(0L, level.getOnHand());
    level
        .getLocationsList()
        .forEach(at -> assertThat(at.getReserved()).isBetween(0L, at.getOnHand()));
  }

  private static long sum(List<StockMovement> movements) {
    return movements.stream().mapToLong(StockMovement::getQuantity).sum();
  }

  /** Every checkout has one invoice, each of its own version of the cart. */
  private static void checkOrders(long seed, ShopRunner runner) {
    Map<String, Long> totals = new HashMap<>();
    for (Order order : runner.memory().orders()) {
      totals.put(order.getInvoiceId(), order.getTotalMinor());
    }
    Map<String, Long> billed = new HashMap<>();
    Set<Long> numbers = new HashSet<>();
    for (Invoice invoice :
        runner
            .shop()
            .clinic()
            .payments()
            .listInvoices(ListInvoicesRequest.newBuilder().setPageSize(200).build())
            .getInvoicesList()) {
      billed.put(invoice.getInvoiceId(), invoice.getTotalMinor());
      numbers.add(invoice.getNumber());
    }
    assertThat(billed).as("seed %d", seed).isEqualTo(totals);
    assertThat(numbers).hasSameSizeAs(totals.keySet());
    Set<CheckoutRequest> requests = new HashSet<>();
    for (ShopMemory.Told told : runner.memory().told()) {
      if (told.answer().isSuccess() && told.call().request() instanceof CheckoutRequest checkout) {
        requests.add(checkout);
      }
    }
    Set<String> versions =
        requests.stream().map(r -> r.getClientId() + r.getVersion()).collect(Collectors.toSet());
    assertThat(requests).as("seed %d", seed).hasSameSizeAs(totals.keySet());
    assertThat(versions).hasSameSizeAs(totals.keySet());
  }

  /** A call that was made twice was answered alike, if it succeeded. */
  private static void checkRepeats(long seed, ShopMemory memory) {
    Map<ShopCall, ShopAnswer> first = new HashMap<>();
    for (ShopMemory.Told told : memory.told()) {
      if (told.answer().isSuccess() && ShopRequests.requestId(told.call().request()) != null) {
        ShopAnswer before = first.putIfAbsent(told.call(), told.answer());
        assertThat(before == null ? told.answer() : before)
            .as("seed %d: %s", seed, told.call())
            .isEqualTo(told.answer());
      }
    }
  }

  private static List<StockMovement> movements(Shop shop) {
    List<StockMovement> all = new ArrayList<>();
    String token = "";
    do {
      ListStockMovementsResponse page =
          shop.stock()
              .listStockMovements(
                  ListStockMovementsRequest.newBuilder()
                      .setPageSize(200)
                      .setPageToken(token)
                      .build());
      all.addAll(page.getMovementsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return all;
  }
}
