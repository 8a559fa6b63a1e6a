package dev.corral.stock;

import static dev.corral.stock.StockCalls.adjusting;
import static dev.corral.stock.StockCalls.committing;
import static dev.corral.stock.StockCalls.counting;
import static dev.corral.stock.StockCalls.moving;
import static dev.corral.stock.StockCalls.receiving;
import static dev.corral.stock.StockCalls.reserving;
import static dev.corral.stock.StockCalls.stored;
import static dev.corral.stock.StockCalls.units;
import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.kernel.Outcome;
import dev.corral.stock.v1.AdjustStockRequest;
import dev.corral.stock.v1.CommitReservationRequest;
import dev.corral.stock.v1.ExtendReservationRequest;
import dev.corral.stock.v1.Location;
import dev.corral.stock.v1.RecallLotRequest;
import dev.corral.stock.v1.ReceiveStockRequest;
import dev.corral.stock.v1.ReleaseReservationRequest;
import dev.corral.stock.v1.ReserveStockRequest;
import dev.corral.stock.v1.StockServiceGrpc.StockServiceBlockingStub;
import dev.corral.stock.v1.TransferStockRequest;
import dev.corral.stock.v1.UpsertLocationRequest;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A repeated request id: the first answer, whatever has happened since, and no other payload. */
class StockReplaysTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);
  private final StockServiceBlockingStub stock = shop.stock();
  private final String product = shop.product(500, 10);

  @AfterAll
  static void booksAgree() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void receiveStock() {
    ReceiveStockRequest request = receiving(units(product, 5)).setReference("note 1").build();
    assertReplay(
        request,
        request.toBuilder().setNote("other").build(),
        stock::receiveStock,
        () -> shop.buy(product, 15));
  }

  @Test
  void adjustStockByADifference() {
    AdjustStockRequest request = adjusting(product, -3).setReference("note 2").build();
    assertReplay(
        request,
        request.toBuilder().setDifference(-4).build(),
        stock::adjustStock,
        () -> shop.buy(product, 7));
  }

  @Test
  void adjustStockToACount() {
    AdjustStockRequest request = counting(product, 10, 4).build();
    assertReplay(
        request,
        counting(product, 10, 5).setRequestId(request.getRequestId()).build(),
        stock::adjustStock,
        () -> shop.buy(product, 1));
  }

  @Test
  void adjustStockToWhatIsThere() {
    AdjustStockRequest request = counting(product, 10, 10).build();
    assertReplay(
        request,
        request.toBuilder().setNote("other").build(),
        stock::adjustStock,
        () -> shop.buy(product, 1));
  }

  @Test
  void transferStock() {
    shop.location("van");
    TransferStockRequest request = moving(product, 6, "", "van").build();
    assertReplay(
        request,
        request.toBuilder().setLotCode("").build(),
        stock::transferStock,
        () -> stock.transferStock(moving(product, 6, "van", "").build()));
  }

  @Test
  void reserveStock() {
    ReserveStockRequest request = reserving(Shop.demand(product, 6)).build();
    assertReplay(
        request,
        request.toBuilder().setTtlSeconds(60).build(),
        stock::reserveStock,
        () -> {
          shop.release(stock.reserveStock(request).getReservation().getReservationId());
          shop.buy(product, 10);
        });
  }

  @Test
  void extendReservation() {
    String id = shop.reserve(Shop.demand(product, 6)).getReservationId();
    ExtendReservationRequest request =
        ExtendReservationRequest.newBuilder()
            .setRequestId(Clinic.newId())
            .setReservationId(id)
            .setTtlSeconds(3600)
            .build();
    assertReplay(
        request,
        request.toBuilder().setTtlSeconds(7200).build(),
        stock::extendReservation,
        () -> shop.release(id));
  }

  @Test
  void releaseReservation() {
    String id = shop.reserve(Shop.demand(product, 6)).getReservationId();
    String other = shop.reserve(Shop.demand(product, 1)).getReservationId();
    ReleaseReservationRequest request =
        ReleaseReservationRequest.newBuilder()
            .setRequestId(Clinic.newId())
            .setReservationId(id)
            .build();
    assertReplay(
        request,
        request.toBuilder().setReservationId(other).build(),
        stock::releaseReservation,
        () -> shop.buy(product, 9));
  }

  @Test
  void commitReservation() {
    String id = shop.reserve(Shop.demand(product, 6)).getReservationId();
    CommitReservationRequest request = committing(id, Shop.demand(product, 2)).build();
    assertReplay(
        request,
        request.toBuilder().clearItems().build(),
        stock::commitReservation,
        () -> shop.release(id));
  }

  @Test
  void recallLot() {
    shop.receive("", shop.lot(product, "A", 4, 30));
    RecallLotRequest request =
        RecallLotRequest.newBuilder()
            .setRequestId(Clinic.newId())
            .setProductId(product)
            .setLotCode("A")
            .setRecalled(true)
            .setReason("letter")
            .build();
    assertReplay(
        request,
        request.toBuilder().setReason("call").build(),
        stock::recallLot,
        () -> StockCalls.recall(shop, product, "A", false));
  }

  @Test
  void upsertLocation() {
    UpsertLocationRequest request =
        UpsertLocationRequest.newBuilder()
            .setRequestId(Clinic.newId())
            .setLocation(Location.newBuilder().setLocationId("van").setDisplayName("Van"))
            .build();
    UpsertLocationRequest.Builder other = request.toBuilder();
    other.getLocationBuilder().setDisplayName("Car");
    assertReplay(request, other.build(), stock::upsertLocation, () -> shop.location("van"));
  }

  /** The second call answers as the first and stores nothing, at once and after a change. */
  private <Q extends Message, R extends Message> void assertReplay(
      Q request, Q other, Function<Q, R> call, Runnable change) {
    R first = call.apply(request);
    for (Runnable step : List.<Runnable>of(() -> {}, change)) {
      step.run();
      List<String> before = stored(server, shop.clinic());
      assertThat(call.apply(request)).isEqualTo(first);
      assertRefused(Outcome.REQUEST_ID_REUSED, () -> call.apply(other));
      assertThat(stored(server, shop.clinic())).isEqualTo(before);
    }
  }
}
