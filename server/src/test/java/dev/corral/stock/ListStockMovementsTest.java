package dev.corral.stock;

import static dev.corral.stock.StockCalls.adjusting;
import static dev.corral.stock.StockCalls.moving;
import static dev.corral.stock.StockCalls.returning;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.stock.v1.ListStockMovementsRequest;
import dev.corral.stock.v1.ListStockMovementsResponse;
import dev.corral.stock.v1.StockMovement;
import dev.corral.stock.v1.StockReason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Movements by each filter, in pages. */
class ListStockMovementsTest {

  private final Shop shop = Shop.open(TestServer.shared());
  private final String product = shop.product(500, 0);
  private final String other = shop.product(500, 8);
  private String invoice;
  private List<StockMovement> all;

  @BeforeEach
  void muchHasMoved() {
    shop.location("van");
    shop.receive("", shop.lot(product, "A", 10, 30), shop.lot(product, "B", 10, 60));
    shop.stock().transferStock(moving(product, 4, "", "van").build());
    invoice = shop.buy(product, 5).getInvoiceId();
    StockMovement sale = shop.movements(product).getFirst();
    shop.stock().adjustStock(returning(sale, 1).build());
    shop.withClient().buy(other, 2);
    shop.stock()
        .adjustStock(adjusting(other, -1).setReason(StockReason.STOCK_REASON_DAMAGE).build());
    all = list(query()).getMovementsList();
  }

  @Test
  void newestComeFirst() {
    assertThat(all).hasSizeGreaterThan(8);
    assertThat(all.getFirst().getReason()).isEqualTo(StockReason.STOCK_REASON_DAMAGE);
    assertThat(all.getLast().getProductId()).isEqualTo(other);
    assertThat(all)
        .extracting(m -> Clinic.instant(m.getCreateTime()))
        .isSortedAccordingTo((a, b) -> b.compareTo(a));
    assertThat(all).doesNotHaveDuplicates();
  }

  @Test
  void eachFilterLetsPassWhatItNames() {
    assertPasses(query().setProductId(product), m -> m.getProductId().equals(product));
    assertPasses(query().setLocationId("van"), m -> m.getLocationId().equals("van"));
    assertPasses(
        query().addReasons(StockReason.STOCK_REASON_SALE),
        m -> m.getReason() == StockReason.STOCK_REASON_SALE);
    assertPasses(
        query()
            .addReasons(StockReason.STOCK_REASON_DAMAGE)
            .addReasons(StockReason.STOCK_REASON_RECEIPT),
        m ->
            m.getReason() == StockReason.STOCK_REASON_DAMAGE
                || m.getReason() == StockReason.STOCK_REASON_RECEIPT);
    assertPasses(query().setClientId(shop.client()), m -> m.getClientId().equals(shop.client()));
    assertPasses(query().setSourceId(invoice), m -> m.getSourceId().equals(invoice));
  }

  @Test
  void timesAreFromOneInstantToBeforeAnother() {
    StockMovement middle = all.get(all.size() / 2);
    var instant = Clinic.instant(middle.getCreateTime());
    assertPasses(
        query().setFromTime(middle.getCreateTime()),
        m -> !Clinic.instant(m.getCreateTime()).isBefore(instant));
    assertPasses(
        query().setToTime(middle.getCreateTime()),
        m -> Clinic.instant(m.getCreateTime()).isBefore(instant));
  }

  @Test
  void filtersAreJoinedAndUnknownIdsMatchNothing() {
    assertPasses(
        query()
            .setProductId(product)
            .setLocationId("main")
            .addReasons(StockReason.STOCK_REASON_SALE)
            .setClientId(shop.client()),
        m ->
            m.getProductId().equals(product)
                && m.getLocationId().equals("main")
                && m.getReason() == StockReason.STOCK_REASON_SALE);
    for (ListStockMovementsRequest.Builder nothing :
        List.of(
            query().setProductId(Clinic.newId()),
            query().setLocationId("attic"),
            query().setClientId(Clinic.newId()),
            query().setSourceId(Clinic.newId()),
            query().addReasons(StockReason.STOCK_REASON_THEFT),
            query().setProductId(other).setSourceId(invoice))) {
      assertThat(list(nothing).getMovementsList()).isEmpty();
    }
  }

  @Test
  void pagesAreTheWholeListOnceWhileMoreIsAdded() {
    List<StockMovement> seen = new ArrayList<>();
    String token = "";
    do {
      ListStockMovementsResponse page = list(query().setPageSize(2).setPageToken(token));
      seen.addAll(page.getMovementsList());
      token = page.getNextPageToken();
      shop.receive(product, 1);
    } while (!token.isEmpty());
    assertThat(seen).isEqualTo(all);
  }

  @Test
  void tokenIsGoodOnlyWithTheFiltersThatMadeIt() {
    String token = list(query().setProductId(product).setPageSize(1)).getNextPageToken();
    for (ListStockMovementsRequest.Builder changed :
        List.of(
            query(),
            query().setProductId(other),
            query().setProductId(product).setLocationId("van"))) {
      assertThat(violatedFields(() -> list(changed.setPageToken(token))))
          .containsExactly("page_token");
    }
    assertThat(violatedFields(() -> list(query().setPageToken("made up"))))
        .containsExactly("page_token");
  }

  private void assertPasses(
      ListStockMovementsRequest.Builder request, Predicate<StockMovement> filter) {
    List<StockMovement> expected = all.stream().filter(filter).toList();
    assertThat(expected).isNotEmpty().hasSizeLessThan(all.size());
    assertThat(list(request).getMovementsList()).isEqualTo(expected);
  }

  private static ListStockMovementsRequest.Builder query() {
    return ListStockMovementsRequest.newBuilder();
  }

  private ListStockMovementsResponse list(ListStockMovementsRequest.Builder request) {
    return shop.stock().listStockMovements(request.build());
  }
}
