package dev.corral.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.stock.v1.AdjustStockRequest;
import dev.corral.stock.v1.CommitReservationRequest;
import dev.corral.stock.v1.CountedQuantity;
import dev.corral.stock.v1.Lot;
import dev.corral.stock.v1.RecallLotRequest;
import dev.corral.stock.v1.ReceiveStockRequest;
import dev.corral.stock.v1.ReserveStockRequest;
import dev.corral.stock.v1.StockDemand;
import dev.corral.stock.v1.StockLevel;
import dev.corral.stock.v1.StockMovement;
import dev.corral.stock.v1.StockReason;
import dev.corral.stock.v1.StockReceipt;
import dev.corral.stock.v1.TransferStockRequest;
import dev.corral.testing.Sql;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/** Requests of StockService to complete and send, each with a fresh request id. */
final class StockCalls {

  private StockCalls() {}

  /** Units that came without a lot. */
  static StockReceipt.Builder units(String productId, long quantity) {
    return StockReceipt.newBuilder().setProductId(productId).setQuantity(quantity);
  }

  static ReceiveStockRequest.Builder receiving(StockReceipt.Builder... items) {
    ReceiveStockRequest.Builder request =
        ReceiveStockRequest.newBuilder().setRequestId(Clinic.newId());
    for (StockReceipt.Builder item : items) {
      request.addItems(item);
    }
    return request;
  }

  /** A correction by a difference of the units without a lot at main. */
  static AdjustStockRequest.Builder adjusting(String productId, long difference) {
    return AdjustStockRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setProductId(productId)
        .setDifference(difference)
        .setReason(StockReason.STOCK_REASON_CORRECTION);
  }

  /** A count of the units without a lot at main. */
  static AdjustStockRequest.Builder counting(String productId, long seen, long counted) {
    return AdjustStockRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setProductId(productId)
        .setCounted(CountedQuantity.newBuilder().setQuantity(counted).setSeen(seen))
        .setReason(StockReason.STOCK_REASON_COUNT);
  }

  static AdjustStockRequest.Builder returning(StockMovement sale, long quantity) {
    return adjusting(sale.getProductId(), quantity)
        .setReason(StockReason.STOCK_REASON_RETURN)
        .setReturnedMovementId(sale.getMovementId());
  }

  static TransferStockRequest.Builder moving(
      String productId, long quantity, String from, String to) {
    return TransferStockRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setProductId(productId)
        .setQuantity(quantity)
        .setFromLocationId(from)
        .setToLocationId(to);
  }

  static ReserveStockRequest.Builder reserving(StockDemand.Builder... items) {
    ReserveStockRequest.Builder request =
        ReserveStockRequest.newBuilder().setRequestId(Clinic.newId());
    for (StockDemand.Builder item : items) {
      request.addItems(item);
    }
    return request;
  }

  static CommitReservationRequest.Builder committing(
      String reservationId, StockDemand.Builder... items) {
    CommitReservationRequest.Builder request =
        CommitReservationRequest.newBuilder()
            .setRequestId(Clinic.newId())
            .setReservationId(reservationId);
    for (StockDemand.Builder item : items) {
      request.addItems(item);
    }
    return request;
  }

  static Lot recall(Shop shop, String productId, String lotCode, boolean recalled) {
    return shop.stock()
        .recallLot(
            RecallLotRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setProductId(productId)
                .setLotCode(lotCode)
                .setRecalled(recalled)
                .setReason("letter of the maker")
                .build())
        .getLot();
  }

  /** Movements as {@code lot@location quantity}, in their order. */
  static List<String> shown(List<StockMovement> movements) {
    return movements.stream()
        .map(m -> "%s@%s %d".formatted(m.getLotCode(), m.getLocationId(), m.getQuantity()))
        .toList();
  }

  /** Asserts what there is of a product in all locations; no more is available than the rest. */
  static void assertLevel(StockLevel level, long onHand, long reserved, long unusable) {
    assertThat(level.getOnHand()).as("on hand").isEqualTo(onHand);
    assertThat(level.getReserved()).as("reserved").isEqualTo(reserved);
    assertThat(level.getUnusable()).as("unusable").isEqualTo(unusable);
    assertThat(level.getAvailable())
        .as("available")
        .isEqualTo(Math.max(onHand - reserved - unusable, 0));
  }

  /** Every row of stock, every answer and audit row of a clinic; but items, which are locks. */
  static List<String> stored(TestServer server, Clinic clinic) {
    List<String> tables =
        Sql.rows(
            server.databaseUrl(),
            "SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables"
                + " WHERE table_schema = 'stock' AND table_type = 'BASE TABLE'"
                + " AND table_name <> 'item'"
                + " UNION ALL VALUES ('kernel.answer'), ('kernel.audit')");
    String sql =
        tables.stream()
            .map(
                table ->
                    "SELECT '%1$s' AS name, t::text AS row FROM %1$s AS t WHERE tenant_id = '%2$s'"
                        .formatted(table, clinic.tenantId()))
            .collect(Collectors.joining(" UNION ALL ", "", " ORDER BY 1, 2"));
    return Sql.rows(server.databaseUrl(), sql);
  }

  /** A zone where it is about noon, so that today stays the same while a test runs. */
  static String zoneAtNoon() {
    int hour = Instant.now().atOffset(ZoneOffset.UTC).getHour();
    return hour == 12 ? "Etc/GMT" : "Etc/GMT%+d".formatted(hour - 12);
  }
}
