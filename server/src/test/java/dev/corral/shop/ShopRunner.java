package dev.corral.shop;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartOwner;
import dev.corral.cart.v1.CheckoutResponse;
import dev.corral.cart.v1.Order;
import dev.corral.payment.v1.Invoice;
import dev.corral.stock.v1.BatchGetStockLevelsRequest;
import dev.corral.stock.v1.ListStockMovementsRequest;
import dev.corral.stock.v1.Reservation;
import dev.corral.stock.v1.ReserveStockResponse;
import dev.corral.stock.v1.StockLevel;
import dev.corral.stock.v1.StockMovement;
import dev.corral.testing.ProgramDice;
import dev.corral.testing.ProgramTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs the steps of one program in a shop of its own, on the server and in the model. What a step
 * does follows from the seed, its number and what the callers know by then.
 */
final class ShopRunner {

  private final long seed;
  private final ShopCast cast;
  private final Shop shop;
  private final ShopModel model;
  private final ShopMemory memory = new ShopMemory();
  private final List<String> log = new ArrayList<>();

  /** A step on which server and model differ, and in what. */
  record Mismatch(int step, String what, String expected, String answered) {}

  ShopRunner(TestServer server, long seed) {
    this.seed = seed;
    ProgramDice dice = new ProgramDice(seed);
    this.cast = ShopCast.of(dice);
    this.shop = Shop.open(server, cast.settings());
    this.model = new ShopModel(cast);
    for (Message request : cast.storing()) {
      ShopCalls.send(shop.clinic(), request);
      model.store(request);
    }
    for (Message request : new ShopRequests(dice, cast, memory).storing()) {
      ShopCall call = new ShopCall("", request);
      ShopAnswer answered = ShopCalls.send(shop.clinic(), request);
      model.answer(call, "");
      memory.learn(call, answered);
    }
  }

  ShopCast cast() {
    return cast;
  }

  Shop shop() {
    return shop;
  }

  ShopMemory memory() {
    return memory;
  }

  /** What was done, as a person reads it. */
  String text() {
    return String.join("\n", log);
  }

  /** Runs steps up to the first on which server and model differ. */
  Optional<Mismatch> run(List<Integer> steps, ProgramTally tally) {
    for (int step : steps) {
      Optional<Mismatch> mismatch = run(step, tally);
      if (mismatch.isPresent()) {
        return mismatch;
      }
    }
    return Optional.empty();
  }

  private Optional<Mismatch> run(int step, ProgramTally tally) {
    ShopCall call = requests(step).next();
    log.add("%4d. %s".formatted(step, text(call)));
    if (call.isExpiry()) {
      Reservation known = (Reservation) call.request();
      shop.expire(known.getReservationId());
      model.expire(known);
      return compareState(step);
    }
    ShopAnswer answered = send(call, tally);
    ShopAnswer expected = model.answer(call, newId(answered));
    if (!expected.agreesWith(answered)) {
      return Optional.of(mismatch(step, "answer", expected, answered));
    }
    memory.sales().forEach(model::learn);
    Optional<Mismatch> sold = Optional.empty();
    if (answered.message() instanceof CheckoutResponse response) {
      sold = compareSale(step, response.getOrder());
    }
    return sold.isPresent() ? sold : compareState(step);
  }

  /** Runs a step on the server alone, perhaps beside others. */
  ShopMemory.Told send(int step, ProgramTally tally) {
    ShopCall call = requests(step).nextAtOnce();
    return new ShopMemory.Told(call, send(call, tally));
  }

  private ShopAnswer send(ShopCall call, ProgramTally tally) {
    ShopAnswer answered = ShopCalls.send(call.at(shop.clinic()), call.request());
    tally.count(call.request(), answered.reason());
    memory.learn(call, answered);
    return answered;
  }

  private ShopRequests requests(int step) {
    return new ShopRequests(new ProgramDice(seed * 1_000_003 + step), cast, memory);
  }

  private static String newId(ShopAnswer answered) {
    if (answered.message() instanceof ReserveStockResponse reserved) {
      return reserved.getReservation().getReservationId();
    } else if (answered.message() instanceof CheckoutResponse checkout) {
      return checkout.getOrder().getInvoiceId();
    }
    return Clinic.newId();
  }

  /** A checkout's invoice and movements, once. */
  private Optional<Mismatch> compareSale(int step, Order order) {
    Invoice invoice = shop.invoice(order.getInvoiceId());
    List<Long> asked = List.of(order.getNetMinor(), order.getTaxMinor(), order.getTotalMinor());
    List<Long> billed =
        List.of(invoice.getNetMinor(), invoice.getTaxMinor(), invoice.getTotalMinor());
    if (!asked.equals(billed)) {
      return Optional.of(mismatch(step, "invoice", asked, billed));
    }
    List<StockMovement> posted =
        shop.stock()
            .listStockMovements(
                ListStockMovementsRequest.newBuilder()
                    .setSourceId(order.getInvoiceId())
                    .setPageSize(200)
                    .build())
            .getMovementsList();
    boolean isNew = model.takeSale(order.getInvoiceId());
    posted.forEach(memory::learn);
    posted.forEach(model::learn);
    List<String> expected = sorted(model.sold());
    return !isNew || expected.equals(sorted(posted))
        ? Optional.empty()
        : Optional.of(mismatch(step, "movements", expected, sorted(posted)));
  }

  private static List<String> sorted(List<StockMovement> movements) {
    return movements.stream().map(m -> ShopAnswer.plain(m).toString()).sorted().toList();
  }

  private Optional<Mismatch> compareState(int step) {
    List<StockLevel> levels =
        shop.stock()
            .batchGetStockLevels(
                BatchGetStockLevelsRequest.newBuilder().addAllProductIds(cast.products()).build())
            .getLevelsList();
    List<StockLevel> expected = cast.products().stream().map(model::level).toList();
    if (!levels.equals(expected)) {
      return Optional.of(mismatch(step, "levels", expected, levels));
    }
    for (CartOwner owner : owners()) {
      Cart cart = shop.cart(owner);
      memory.learn(cart);
      if (!Objects.equals(ShopAnswer.plain(cart), model.cart(owner))) {
        return Optional.of(mismatch(step, "cart", model.cart(owner), ShopAnswer.plain(cart)));
      }
    }
    return Optional.empty();
  }

  List<CartOwner> owners() {
    return Stream.concat(
            cast.clients().stream().map(id -> CartOwner.newBuilder().setClientId(id).build()),
            cast.guests().stream().map(Shop::guest))
        .toList();
  }

  private Mismatch mismatch(int step, String what, Object expected, Object answered) {
    return new Mismatch(
        step, what, cast.named(expected.toString()), cast.named(answered.toString()));
  }

  private String text(ShopCall call) {
    String line = TextFormat.printer().emittingSingleLine(true).printToString(call.request());
    String name = call.request().getDescriptorForType().getName().replace("Request", "");
    return cast.named(
        (call.clientId().isEmpty() ? "admin" : call.clientId())
            + " "
            + (call.isExpiry() ? "expire " : "")
            + name
            + " "
            + line);
  }
}
