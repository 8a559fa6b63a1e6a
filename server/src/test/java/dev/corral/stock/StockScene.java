package dev.corral.stock;

import static dev.corral.stock.StockCalls.receiving;
import static dev.corral.stock.StockCalls.units;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.stock.v1.StockDemand;
import dev.corral.stock.v1.StockMovement;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A shop with one product, and the call that is made of it: spoilt by one value after another. */
final class StockScene {

  static final String LOT = "A";

  final TestServer server;
  final Shop shop;
  final String good;
  Clinic caller;
  String requestId = Clinic.newId();
  String usedRequestId;
  String product;
  String client;
  String location = "main";
  String lot = LOT;
  int daysGood = 30;
  String movement;
  String reservation;
  String reference = "";
  String note = "first";
  long quantity = 1;
  long held = 1;
  long seen;

  StockScene(TestServer server) {
    this.server = server;
    this.shop = Shop.open(server);
    this.good = shop.product(500, 5);
    this.caller = shop.clinic();
    this.client = shop.client();
    this.product = shop.product(500, 0);
    shop.location("van");
    shop.receive("", shop.lot(product, LOT, 12, daysGood));
    StockMovement sale = shop.commit(shop.reserve(demand(2)).getReservationId()).getMovements(0);
    this.movement = sale.getMovementId();
    this.reservation = shop.reserve(demand(3)).getReservationId();
    this.seen = shop.level(product).getOnHand();
  }

  private StockDemand.Builder demand(long units) {
    return Shop.demand(product, units);
  }

  /** Makes the call once, so that its request id is used; what comes next is another payload. */
  StockScene after(Consumer<StockScene> call) {
    call.accept(this);
    usedRequestId = requestId;
    requestId = Clinic.newId();
    note = "second";
    reservation = shop.reserve(demand(3)).getReservationId();
    seen = shop.level(product).getOnHand();
    return this;
  }

  void locationsAreMany() {
    location = "one_more";
    for (int i = 0; i < 49; i++) {
      shop.location("place_" + i);
    }
  }

  void referenceIsUsed() {
    reference = "note 1";
    shop.stock().receiveStock(receiving(units(good, 1)).setReference(reference).build());
  }

  void allIsReserved() {
    shop.reserve(demand(shop.level(product).getAvailable()));
  }

  /** Somebody else holds what was held until now. */
  void reservationIsOverAndTheUnitsAreGone() {
    shop.expire(reservation);
    allIsReserved();
  }

  List<String> stored() {
    return Stream.of(shop.clinic(), Clinic.unknown(server.channel()))
        .flatMap(clinic -> StockCalls.stored(server, clinic).stream())
        .toList();
  }
}
