package dev.corral.stock;

import static dev.corral.stock.StockCalls.assertLevel;
import static dev.corral.stock.StockCalls.recall;
import static dev.corral.stock.StockCalls.returning;
import static dev.corral.stock.StockCalls.shown;
import static dev.corral.stock.StockCalls.units;
import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.type.Date;
import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.kernel.Outcome;
import dev.corral.stock.v1.ListLotRecipientsRequest;
import dev.corral.stock.v1.Lot;
import dev.corral.stock.v1.LotLevel;
import dev.corral.stock.v1.LotRecipient;
import dev.corral.stock.v1.StockMovement;
import dev.corral.stock.v1.StockReceipt;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Lots: which is handed out, until when it is good, how it is recalled. */
class LotsTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server, Clinic.settings(StockCalls.zoneAtNoon()).build());
  private final String product = shop.product(500, 0);

  @AfterAll
  static void booksAgree() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  @Test
  void lotThatExpiresFirstIsHandedOutFirst() {
    shop.receive(
        "",
        units(product, 2),
        shop.lot(product, "LATE", 2, 60),
        units(product, 2).setLotCode("NEVER"),
        shop.lot(product, "B", 2, 30),
        shop.lot(product, "A", 2, 30),
        shop.lot(product, "GONE", 9, -1),
        shop.lot(product, "SOON", 2, 1));
    shop.buy(product, 11);
    assertThat(shown(shop.movements(product).subList(0, 6)))
        .containsExactlyInAnyOrder(
            "SOON@main -2", "A@main -2", "B@main -2", "LATE@main -2", "@main -2", "NEVER@main -1");
    assertLevel(shop.level(product), 10, 0, 9);
  }

  @Test
  void lotsOfAHandOutAreInTheOrderOfTheirDates() {
    shop.receive(
        "",
        units(product, 1),
        shop.lot(product, "LATE", 1, 60),
        shop.lot(product, "B", 1, 30),
        shop.lot(product, "A", 1, 30),
        shop.lot(product, "SOON", 1, 1));
    String reservation = shop.reserve(Shop.demand(product, 5)).getReservationId();
    for (String next : List.of("SOON", "A", "B", "LATE", "")) {
      assertThat(shown(shop.commit(reservation, Shop.demand(product, 1)).getMovementsList()))
          .containsExactly(next + "@main -1");
    }
  }

  @Test
  void lotIsGoodToTheEndOfItsDay() {
    shop.receive("", shop.lot(product, "TODAY", 3, 0), shop.lot(product, "YESTERDAY", 3, -1));
    assertLevel(shop.level(product), 6, 0, 3);
    String reservation = shop.reserve(Shop.demand(product, 1)).getReservationId();
    assertThat(shown(shop.commit(reservation).getMovementsList())).containsExactly("TODAY@main -1");
    shop.buy(product, 2);
    assertThat(
            assertRefused(Outcome.OUT_OF_STOCK, () -> shop.reserve(Shop.demand(product, 1)))
                .getMetadataMap())
        .containsEntry("available", "0");
  }

  @Test
  void sameDayIsOverInOneClinicAndNotInAnother() {
    Shop kiritimati = Shop.open(server, Clinic.settings("Pacific/Kiritimati").build());
    Shop niue = Shop.open(server, Clinic.settings("Pacific/Niue").build());
    Date day = Clinic.date(kiritimati.clinic().day(-1)); // over there, not yet here
    for (Shop there : List.of(kiritimati, niue)) {
      String medicine = there.product(500, 0);
      StockReceipt.Builder lot = units(medicine, 4).setLotCode("A").setExpiryDate(day);
      assertThat(there.receive("", lot).getLevels(0)).isEqualTo(there.level(medicine));
      boolean good = there == niue;
      assertLevel(there.level(medicine), 4, 0, good ? 0 : 4);
      if (good) {
        there.buy(medicine, 4);
      } else {
        assertRefused(Outcome.OUT_OF_STOCK, () -> there.reserve(Shop.demand(medicine, 1)));
      }
    }
  }

  @Test
  void recallTakesALotOutOfUseUntilItIsPutBack() {
    shop.location("van");
    shop.receive("", shop.lot(product, "A", 3, 30), shop.lot(product, "B", 2, 60));
    shop.receive("van", shop.lot(product, "A", 4, 30));
    Lot recalled = recall(shop, product, "A", true);
    assertThat(recalled.getLotId()).isNotEmpty();
    assertThat(recalled.toBuilder().clearLotId().build())
        .isEqualTo(
            Lot.newBuilder()
                .setProductId(product)
                .setLotCode("A")
                .setExpiryDate(Clinic.date(shop.clinic().day(30)))
                .setRecalled(true)
                .setRecallReason("letter of the maker")
                .addLevels(LotLevel.newBuilder().setLocationId("main").setOnHand(3))
                .addLevels(LotLevel.newBuilder().setLocationId("van").setOnHand(4))
                .build());
    assertLevel(shop.level(product), 9, 0, 7);
    assertRefused(Outcome.OUT_OF_STOCK, () -> shop.reserve(Shop.demand(product, 3)));
    shop.receive("van", shop.lot(product, "A", 1, 30)); // comes into the recalled lot
    assertLevel(shop.level(product), 10, 0, 8);

    Lot back = recall(shop, product, "A", false);
    assertThat(back.getRecalled()).isFalse();
    assertThat(back.getRecallReason()).isEmpty();
    assertLevel(shop.level(product), 10, 0, 0);
    shop.buy(product, 10);
  }

  @Test
  void unitsWithoutALotCanBeRecalledToo() {
    shop.receive("", units(product, 3), shop.lot(product, "B", 2, 60));
    assertThat(recall(shop, product, "", true).getLotCode()).isEmpty();
    assertLevel(shop.level(product), 5, 0, 3);
    assertRefused(Outcome.LOT_NOT_FOUND, () -> recall(shop, product, "C", true));
  }

  @Test
  void recipientsAreThoseWhoHaveNotReturnedAll() {
    shop.receive("", shop.lot(product, "A", 10, 30), shop.lot(product, "B", 10, 60));
    String first = shop.buy(product, 2).getInvoiceId();
    StockMovement sale = shop.movements(product).getFirst();
    Shop second = shop.withClient();
    String held = second.reserve(Shop.demand(product, 3)).getReservationId();
    StockMovement handedOut = second.commit(held).getMovements(0);
    String third = shop.buy(product, 6).getInvoiceId(); // 5 of A, 1 of B

    assertThat(recipients("A"))
        .extracting(LotRecipient::getSourceId, LotRecipient::getQuantity)
        .containsExactly(tuple(third, 5), tuple(held, 3), tuple(first, 2));
    assertThat(recipients("B")).extracting(LotRecipient::getQuantity).containsExactly(1L);
    assertThat(recipients("A").get(1))
        .isEqualTo(
            LotRecipient.newBuilder()
                .setMovementId(handedOut.getMovementId())
                .setClientId(second.client())
                .setSourceId(held)
                .setQuantity(3)
                .setCreateTime(handedOut.getCreateTime())
                .build());

    shop.stock().adjustStock(returning(sale, 2).build());
    shop.stock().adjustStock(returning(handedOut, 1).build());
    assertThat(recipients("A"))
        .extracting(LotRecipient::getSourceId, LotRecipient::getQuantity)
        .containsExactly(tuple(third, 5), tuple(held, 2));
  }

  @Test
  void lotWithoutRecipientsHasAnEmptyList() {
    shop.receive("", shop.lot(product, "A", 10, 30), units(product, 2));
    assertThat(recipients("A")).isEmpty();
    assertThat(recipients("")).isEmpty();
    assertRefused(Outcome.LOT_NOT_FOUND, () -> recipients("B"));
  }

  @Test
  void emptiedLotKeepsItsDateAndItsRecall() {
    shop.receive("", shop.lot(product, "A", 2, 30));
    shop.buy(product, 2);
    Lot recalled = recall(shop, product, "A", true);
    assertThat(recalled.getLevelsList()).isEmpty();
    assertThat(
            assertRefused(
                    Outcome.LOT_EXPIRY_MISMATCH,
                    () -> shop.receive("", shop.lot(product, "A", 2, 31)))
                .getMetadataMap())
        .contains(Map.entry("expiry_date", shop.clinic().day(30).toString()));
    shop.receive("", units(product, 2).setLotCode("A"));
    assertLevel(shop.level(product), 2, 0, 2);
  }

  private List<LotRecipient> recipients(String lotCode) {
    return shop.stock()
        .listLotRecipients(
            ListLotRecipientsRequest.newBuilder().setProductId(product).setLotCode(lotCode).build())
        .getRecipientsList();
  }

  private static Tuple tuple(String sourceId, long quantity) {
    return Tuple.tuple(sourceId, quantity);
  }
}
