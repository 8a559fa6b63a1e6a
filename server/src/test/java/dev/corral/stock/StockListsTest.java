package dev.corral.stock;

import static dev.corral.stock.StockCalls.recall;
import static dev.corral.stock.StockCalls.units;
import static dev.corral.testing.Refusals.assertRefused;
import static dev.corral.testing.Refusals.violatedFields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.kernel.Outcome;
import dev.corral.stock.v1.BatchGetStockLevelsRequest;
import dev.corral.stock.v1.ListExpiringLotsRequest;
import dev.corral.stock.v1.ListExpiringLotsResponse;
import dev.corral.stock.v1.ListLocationsRequest;
import dev.corral.stock.v1.ListLotRecipientsRequest;
import dev.corral.stock.v1.ListLotRecipientsResponse;
import dev.corral.stock.v1.ListLowStockRequest;
import dev.corral.stock.v1.ListLowStockResponse;
import dev.corral.stock.v1.Location;
import dev.corral.stock.v1.Lot;
import dev.corral.stock.v1.LotRecipient;
import dev.corral.stock.v1.LowStock;
import dev.corral.stock.v1.StockLevel;
import dev.corral.stock.v1.StockReceipt;
import dev.corral.stock.v1.UpsertLocationRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is listed of shelves: locations, levels, what runs out, what expires, who has a lot. */
class StockListsTest {

  private final Shop shop =
      Shop.open(TestServer.shared(), Clinic.settings(StockCalls.zoneAtNoon()).build());

  @Test
  void mainIsTheFirstLocationAndTheOthersAreByName() {
    assertThat(locations()).containsExactly("main main");
    shop.location("zoo");
    shop.location("annex");
    rename("main", "Pharmacy");
    rename("zoo", "Night house");
    assertThat(locations()).containsExactly("main Pharmacy", "annex Location", "zoo Night house");
  }

  @Test
  void levelsComeInTheOrderAsked() {
    List<String> products = IntStream.range(0, 5).mapToObj(i -> shop.product(1, i)).toList();
    List<String> reversed = products.reversed();
    for (List<String> asked : List.of(products, reversed)) {
      assertThat(levels(asked))
          .isEqualTo(asked.stream().map(shop::level).toList())
          .extracting(StockLevel::getProductId)
          .isEqualTo(asked);
    }
    String unknown = Clinic.newId();
    assertThat(
            assertRefused(
                    Outcome.PRODUCT_NOT_FOUND,
                    () -> levels(List.of(products.get(1), unknown, Clinic.newId())))
                .getMetadataOrThrow("product_id"))
        .isEqualTo(unknown);
  }

  @Test
  void productIsLowWhenNoMoreThanItsReorderPointIsAvailable() {
    String never = shop.clinic().product(Clinic.tablets(1).setReorderPoint(0));
    String equal = low(10, 10);
    low(11, 10); // one more than the point
    String held = low(11, 10);
    shop.reserve(Shop.demand(held, 1));
    String expired = shop.clinic().product(Clinic.tablets(1).setReorderPoint(2));
    shop.receive("", shop.lot(expired, "A", 5, -1));
    shop.product(1, 0); // has no reorder point
    shop.clinic().product(Clinic.tablets(1).setReorderPoint(5).setActive(false));
    String over = low(11, 10);
    shop.expire(shop.reserve(Shop.demand(over, 11)).getReservationId());

    assertThat(lowPage(ListLowStockRequest.newBuilder()).getProductsList())
        .containsExactlyElementsOf(
            Stream.of(
                    lowStock(never, 0, 0, 0),
                    lowStock(equal, 10, 10, 10),
                    lowStock(held, 11, 10, 10),
                    lowStock(expired, 5, 0, 2))
                .sorted(Comparator.comparing(LowStock::getProductId))
                .toList());
  }

  @Test
  void pagesOfLowStockAreTheWholeListOnce() {
    List<String> products = IntStream.range(0, 7).mapToObj(i -> low(1, 1)).sorted().toList();
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      ListLowStockResponse page =
          lowPage(ListLowStockRequest.newBuilder().setPageSize(3).setPageToken(token));
      assertThat(page.getProductsCount()).isEqualTo(seen.size() == 6 ? 1 : 3);
      page.getProductsList().forEach(p -> seen.add(p.getProductId()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    assertThat(seen).isEqualTo(products);
  }

  @Test
  void lotsAreListedByTheDayOnWhichTheyExpire() {
    String product = shop.product(1, 5);
    shop.receive(
        "",
        shop.lot(product, "LATER", 1, 31),
        shop.lot(product, "MONTH", 1, 30),
        shop.lot(product, "GONE", 1, -400),
        shop.lot(product, "TODAY", 1, 0),
        units(product, 1).setLotCode("NEVER"));
    recall(shop, product, "TODAY", true);
    assertThat(lots(ListExpiringLotsRequest.newBuilder()).getLotsList())
        .extracting(Lot::getLotCode)
        .containsExactly("GONE", "TODAY", "MONTH");
    assertThat(lots(until(31)).getLotsList())
        .extracting(Lot::getLotCode)
        .containsExactly("GONE", "TODAY", "MONTH", "LATER");
    assertThat(lots(until(-1)).getLotsList()).extracting(Lot::getLotCode).containsExactly("GONE");
    assertThat(lots(until(0)).getLots(1).getRecalled()).isTrue();
    shop.stock().adjustStock(StockCalls.adjusting(product, -1).setLotCode("GONE").build());
    assertThat(lots(until(0)).getLotsList())
        .extracting(Lot::getLotCode)
        .containsExactly("TODAY"); // nothing of the other is on hand
  }

  @Test
  void pagesOfLotsOfOneDayAreTheWholeListOnce() {
    String product = shop.product(1, 0);
    List<StockReceipt.Builder> items =
        IntStream.range(0, 9).mapToObj(i -> shop.lot(product, "L" + i, 1, 5 + i / 7)).toList();
    shop.receive("", items.toArray(StockReceipt.Builder[]::new));
    List<Lot> seen = new ArrayList<>();
    String token = "";
    do {
      ListExpiringLotsResponse page =
          lots(ListExpiringLotsRequest.newBuilder().setPageSize(2).setPageToken(token));
      seen.addAll(page.getLotsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    assertThat(seen).isEqualTo(lots(ListExpiringLotsRequest.newBuilder()).getLotsList());
    assertThat(seen).extracting(Lot::getLotId).hasSize(9).doesNotHaveDuplicates();
    assertThat(seen.subList(7, 9)).extracting(Lot::getLotCode).containsOnly("L7", "L8");
  }

  @Test
  void pagesOfRecipientsAreTheWholeListOnce() {
    String product = shop.product(1, 0);
    shop.receive("", shop.lot(product, "A", 50, 30));
    List<String> sources =
        IntStream.range(0, 5).mapToObj(i -> shop.buy(product, 1 + i).getInvoiceId()).toList();
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      ListLotRecipientsResponse page =
          shop.stock()
              .listLotRecipients(
                  ListLotRecipientsRequest.newBuilder()
                      .setProductId(product)
                      .setLotCode("A")
                      .setPageSize(2)
                      .setPageToken(token)
                      .build());
      page.getRecipientsList().stream().map(LotRecipient::getSourceId).forEach(seen::add);
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    assertThat(seen).isEqualTo(sources.reversed());
  }

  @Test
  void tokenIsGoodOnlyWithTheFiltersThatMadeIt() {
    String product = shop.product(1, 0);
    shop.receive("", shop.lot(product, "A", 1, 5), shop.lot(product, "B", 1, 6));
    String token = lots(until(10).setPageSize(1)).getNextPageToken();
    assertThat(lots(until(10).setPageToken(token)).getLotsList()).hasSize(1);
    assertThat(violatedFields(() -> lots(until(11).setPageToken(token))))
        .containsExactly("page_token");
    assertThat(violatedFields(() -> lowPage(ListLowStockRequest.newBuilder().setPageToken(token))))
        .containsExactly("page_token");
  }

  @Test
  void tokenIsGoodOnlyForTheListThatMadeIt() {
    low(1, 1);
    low(1, 1);
    String token = lowPage(ListLowStockRequest.newBuilder().setPageSize(1)).getNextPageToken();
    assertThat(violatedFields(() -> lots(ListExpiringLotsRequest.newBuilder().setPageToken(token))))
        .containsExactly("page_token");
  }

  private String low(long units, long point) {
    String id = shop.clinic().product(Clinic.tablets(1).setReorderPoint(point));
    shop.receive(id, units);
    return id;
  }

  private static LowStock lowStock(String id, long onHand, long available, long point) {
    return LowStock.newBuilder()
        .setProductId(id)
        .setOnHand(onHand)
        .setAvailable(available)
        .setReorderPoint(point)
        .build();
  }

  private ListLowStockResponse lowPage(ListLowStockRequest.Builder request) {
    return shop.stock().listLowStock(request.build());
  }

  private ListExpiringLotsRequest.Builder until(int days) {
    return ListExpiringLotsRequest.newBuilder().setToDate(Clinic.date(shop.clinic().day(days)));
  }

  private ListExpiringLotsResponse lots(ListExpiringLotsRequest.Builder request) {
    return shop.stock().listExpiringLots(request.build());
  }

  private List<StockLevel> levels(List<String> productIds) {
    return shop.stock()
        .batchGetStockLevels(
            BatchGetStockLevelsRequest.newBuilder().addAllProductIds(productIds).build())
        .getLevelsList();
  }

  private List<String> locations() {
    return shop
        .stock()
        .listLocations(ListLocationsRequest.getDefaultInstance())
        .getLocationsList()
        .stream()
        .map(l -> l.getLocationId() + " " + l.getDisplayName())
        .toList();
  }

  private void rename(String locationId, String name) {
    Location location =
        Location.newBuilder().setLocationId(locationId).setDisplayName(name).build();
    assertThat(
            shop.stock()
                .upsertLocation(
                    UpsertLocationRequest.newBuilder()
                        .setRequestId(Clinic.newId())
                        .setLocation(location)
                        .build())
                .getLocation())
        .isEqualTo(location);
  }
}
