package dev.corral.stock;

import static dev.corral.stock.StockCalls.assertLevel;
import static dev.corral.stock.StockCalls.receiving;
import static dev.corral.stock.StockCalls.shown;
import static dev.corral.stock.StockCalls.stored;
import static dev.corral.stock.StockCalls.units;
import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.common.v1.Role;
import dev.corral.kernel.Outcome;
import dev.corral.stock.v1.LocationLevel;
import dev.corral.stock.v1.ReceiveStockRequest;
import dev.corral.stock.v1.ReceiveStockResponse;
import dev.corral.stock.v1.StockLevel;
import dev.corral.stock.v1.StockMovement;
import dev.corral.stock.v1.StockReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Deliveries. */
class ReceiveStockTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server);
  private final String product = shop.product(500, 0);

  @AfterAll
  static void booksAgree() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void productThatNeverHadStockHasNone() {
    StockLevel level = shop.level(product);
    assertLevel(level, 0, 0, 0);
    assertThat(level.getProductId()).isEqualTo(product);
    assertThat(level.getLocationsList()).isEmpty();
    assertThat(shop.movements(product)).isEmpty();
  }

  @Test
  void deliveryIsAMovementThatSaysEverything() {
    String actor = Clinic.newId();
    Instant before = Instant.now().minus(Duration.ofMinutes(1));
    ReceiveStockResponse received =
        shop.as(Role.ROLE_RECEPTION, actor)
            .stock()
            .receiveStock(
                receiving(shop.lot(product, "A1", 7, 90).setUnitCostMinor(250))
                    .setReference("delivery 1")
                    .setNote("by hand")
                    .build());

    assertThat(received.getMovementsList()).isEqualTo(shop.movements(product)).hasSize(1);
    StockMovement movement = received.getMovements(0);
    assertThat(Clinic.instant(movement.getCreateTime()))
        .isBetween(before, Instant.now().plus(Duration.ofMinutes(1)));
    assertThat(movement.getMovementId()).isNotEmpty();
    assertThat(movement.toBuilder().clearMovementId().clearCreateTime().build())
        .isEqualTo(
            StockMovement.newBuilder()
                .setProductId(product)
                .setLocationId("main")
                .setLotCode("A1")
                .setQuantity(7)
                .setReason(StockReason.STOCK_REASON_RECEIPT)
                .setUnitCostMinor(250)
                .setReference("delivery 1")
                .setNote("by hand")
                .setActorId(actor)
                .build());
    assertThat(received.getLevelsList()).containsExactly(shop.level(product));
  }

  @Test
  void costIsKeptOnlyWhereItIsTold() {
    ReceiveStockResponse received =
        shop.receive("", units(product, 1).setUnitCostMinor(0), units(product, 2));
    assertThat(received.getMovementsList())
        .extracting(StockMovement::hasUnitCostMinor)
        .containsExactly(true, false);
  }

  @Test
  void itemsOfADeliveryAreAddedUp() {
    String other = shop.product(500, 0);
    ReceiveStockResponse received =
        shop.receive(
            "",
            shop.lot(product, "A", 3, 30),
            units(other, 5),
            shop.lot(product, "A", 4, 30),
            units(product, 2));
    assertThat(received.getMovementsCount()).isEqualTo(4);
    assertThat(received.getLevelsList())
        .extracting(StockLevel::getProductId)
        .containsExactlyElementsOf(List.of(product, other).stream().sorted().toList());
    assertLevel(shop.level(product), 9, 0, 0);
    assertLevel(shop.level(other), 5, 0, 0);
    assertThat(shown(shop.movements(product)))
        .containsExactlyInAnyOrder("A@main 3", "A@main 4", "@main 2");
  }

  @Test
  void levelsAreByLocationMainFirst() {
    shop.location("annex");
    shop.location("van");
    shop.location("zoo");
    shop.receive("zoo", units(product, 1));
    shop.receive("annex", units(product, 2));
    StockLevel level = shop.receive("main", units(product, 4)).getLevels(0);
    assertLevel(level, 7, 0, 0);
    assertThat(level.getLocationsList())
        .containsExactly(at("main", 4), at("annex", 2), at("zoo", 1));
  }

  @Test
  void dateOfAKnownLotMayBeLeftOut() {
    shop.receive("", shop.lot(product, "A", 3, 30));
    shop.receive("", shop.lot(product, "A", 3, 30));
    shop.receive("", units(product, 1).setLotCode("A"));
    assertLevel(shop.level(product), 7, 0, 0);
    String other = shop.product(500, 0);
    shop.receive("", units(other, 1).setLotCode("B"), shop.lot(other, "B", 1, -1));
    assertLevel(shop.level(other), 2, 0, 2); // the second item told the date of both
  }

  @Test
  void lotHasOneDate() {
    shop.receive("", shop.lot(product, "A", 3, 30));
    shop.receive("", units(product, 3).setLotCode("B"));
    List<String> before = stored(server, shop.clinic());

    ErrorInfo other =
        assertRefused(
            Outcome.LOT_EXPIRY_MISMATCH,
            () -> shop.receive("", units(product, 5), shop.lot(product, "A", 3, 31)));
    assertThat(other.getMetadataMap())
        .containsEntry("product_id", product)
        .containsEntry("lot_code", "A")
        .containsEntry("expiry_date", shop.clinic().day(30).toString());
    ErrorInfo dated =
        assertRefused(
            Outcome.LOT_EXPIRY_MISMATCH, () -> shop.receive("", shop.lot(product, "B", 3, 31)));
    assertThat(dated.getMetadataMap()).containsEntry("expiry_date", "");
    assertRefused(
        Outcome.LOT_EXPIRY_MISMATCH,
        () -> shop.receive("", shop.lot(product, "C", 1, 31), shop.lot(product, "C", 1, 32)));

    assertThat(stored(server, shop.clinic())).isEqualTo(before);
  }

  @Test
  void codeIsALotOfItsProductOnly() {
    String other = shop.product(500, 0);
    shop.receive("", shop.lot(product, "A", 3, 30), shop.lot(other, "A", 4, -1));
    assertLevel(shop.level(product), 3, 0, 0);
    assertLevel(shop.level(other), 4, 0, 4);
  }

  @Test
  void unknownProductKeepsTheWholeDeliveryOut() {
    String unknown = Clinic.newId();
    List<String> before = stored(server, shop.clinic());
    ErrorInfo refusal =
        assertRefused(
            Outcome.PRODUCT_NOT_FOUND,
            () -> shop.receive("", units(product, 5), units(unknown, 1), units(product, 1)));
    assertThat(refusal.getMetadataMap()).containsEntry("product_id", unknown);
    assertRefused(Outcome.LOCATION_NOT_FOUND, () -> shop.receive("nowhere", units(product, 5)));
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
  }

  @Test
  void outsideEventIsRecordedOnceATenant() {
    ReceiveStockRequest delivery = receiving(units(product, 5)).setReference("note 77").build();
    shop.stock().receiveStock(delivery);
    ReceiveStockRequest again =
        receiving(units(shop.product(1, 0), 5)).setReference("note 77").build();
    List<String> before = stored(server, shop.clinic());
    assertRefused(Outcome.SOURCE_ALREADY_USED, () -> shop.stock().receiveStock(again));
    assertThat(stored(server, shop.clinic())).isEqualTo(before);

    Shop neighbour = Shop.open(server);
    neighbour
        .stock()
        .receiveStock(receiving(units(neighbour.product(1, 0), 5)).setReference("note 77").build());
  }

  private static LocationLevel at(String locationId, long units) {
    return LocationLevel.newBuilder()
        .setLocationId(locationId)
        .setOnHand(units)
        .setAvailable(units)
        .build();
  }
}
