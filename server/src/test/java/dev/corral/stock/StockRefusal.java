package dev.corral.stock;

import static dev.corral.kernel.Outcome.*;
import static dev.corral.stock.StockCalls.adjusting;
import static dev.corral.stock.StockCalls.committing;
import static dev.corral.stock.StockCalls.counting;
import static dev.corral.stock.StockCalls.moving;
import static dev.corral.stock.StockCalls.receiving;
import static dev.corral.stock.StockCalls.reserving;
import static dev.corral.stock.StockCalls.units;

import dev.corral.Shop;
import dev.corral.kernel.Outcome;
import dev.corral.stock.v1.AdjustStockRequest;
import dev.corral.stock.v1.BatchGetStockLevelsRequest;
import dev.corral.stock.v1.ExtendReservationRequest;
import dev.corral.stock.v1.GetStockLevelRequest;
import dev.corral.stock.v1.ListLotRecipientsRequest;
import dev.corral.stock.v1.Location;
import dev.corral.stock.v1.RecallLotRequest;
import dev.corral.stock.v1.ReleaseReservationRequest;
import dev.corral.stock.v1.StockReason;
import dev.corral.stock.v1.TransferStockRequest;
import dev.corral.stock.v1.UpsertLocationRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A way to call an RPC.
 *
 * @param call the call, made of the values of a scene
 * @param others the documented reasons that this way cannot meet
 */
record StockRefusal(Consumer<StockScene> call, Set<Outcome> others) {

  private static final Map<String, List<StockRefusal>> WAYS =
      Map.ofEntries(
          way("UpsertLocation", StockRefusal::upsertLocation),
          way("ReceiveStock", StockRefusal::receive),
          Map.entry(
              "AdjustStock",
              List.of(
                  new StockRefusal(
                      StockRefusal::takeOff,
                      Set.of(MOVEMENT_NOT_FOUND, STALE_QUANTITY, RETURN_TOO_LARGE)),
                  new StockRefusal(
                      StockRefusal::count,
                      Set.of(MOVEMENT_NOT_FOUND, RETURN_TOO_LARGE, OUT_OF_STOCK)),
                  new StockRefusal(
                      StockRefusal::putBack,
                      Set.of(
                          LOCATION_NOT_FOUND,
                          LOT_NOT_FOUND,
                          STALE_QUANTITY,
                          OUT_OF_STOCK,
                          STOCK_RESERVED)))),
          Map.entry(
              "TransferStock",
              List.of(
                  new StockRefusal(
                      s -> transfer(s, transferring(s)), Set.of(LOT_NOT_FOUND, STOCK_RESERVED)),
                  new StockRefusal(s -> transfer(s, transferring(s).setLotCode(s.lot)), Set.of()))),
          way("ReserveStock", StockRefusal::reserve),
          way("ExtendReservation", StockRefusal::extend),
          way("ReleaseReservation", StockRefusal::release),
          way("CommitReservation", StockRefusal::commit),
          way("GetStockLevel", StockRefusal::get),
          way("BatchGetStockLevels", StockRefusal::getAll),
          way("RecallLot", StockRefusal::recall),
          way("ListLotRecipients", StockRefusal::recipients));

  /** The ways to call an RPC that meet every reason; none where it documents none. */
  static List<StockRefusal> of(String rpc) {
    return WAYS.getOrDefault(rpc, List.of());
  }

  private static Map.Entry<String, List<StockRefusal>> way(String rpc, Consumer<StockScene> call) {
    return Map.entry(rpc, List.of(new StockRefusal(call, Set.of())));
  }

  private static void upsertLocation(StockScene s) {
    s.caller
        .stock()
        .upsertLocation(
            UpsertLocationRequest.newBuilder()
                .setRequestId(s.requestId)
                .setLocation(Location.newBuilder().setLocationId(s.location).setDisplayName(s.note))
                .build());
  }

  private static void receive(StockScene s) {
    s.caller
        .stock()
        .receiveStock(
            receiving(units(s.good, 1), s.shop.lot(s.product, s.lot, 1, s.daysGood))
                .setRequestId(s.requestId)
                .setLocationId(s.location)
                .setReference(s.reference)
                .setNote(s.note)
                .build());
  }

  private static void takeOff(StockScene s) {
    adjust(s, adjusting(s.product, -s.quantity).setLotCode(s.lot).setLocationId(s.location));
  }

  private static void count(StockScene s) {
    adjust(s, counting(s.product, s.seen, s.seen - 1).setLotCode(s.lot).setLocationId(s.location));
  }

  private static void putBack(StockScene s) {
    adjust(
        s,
        adjusting(s.product, s.quantity)
            .setReason(StockReason.STOCK_REASON_RETURN)
            .setReturnedMovementId(s.movement));
  }

  private static void adjust(StockScene s, AdjustStockRequest.Builder request) {
    s.caller
        .stock()
        .adjustStock(
            request.setRequestId(s.requestId).setReference(s.reference).setNote(s.note).build());
  }

  private static TransferStockRequest.Builder transferring(StockScene s) {
    return moving(s.product, s.quantity, s.location, "van");
  }

  private static void transfer(StockScene s, TransferStockRequest.Builder request) {
    s.caller
        .stock()
        .transferStock(
            request.setRequestId(s.requestId).setReference(s.reference).setNote(s.note).build());
  }

  private static void reserve(StockScene s) {
    s.caller
        .stock()
        .reserveStock(
            reserving(Shop.demand(s.product, s.quantity).setLocationId(s.location))
                .setRequestId(s.requestId)
                .setClientId(s.client)
                .setNote(s.note)
                .build());
  }

  private static void extend(StockScene s) {
    s.caller
        .stock()
        .extendReservation(
            ExtendReservationRequest.newBuilder()
                .setRequestId(s.requestId)
                .setReservationId(s.reservation)
                .build());
  }

  private static void release(StockScene s) {
    s.caller
        .stock()
        .releaseReservation(
            ReleaseReservationRequest.newBuilder()
                .setRequestId(s.requestId)
                .setReservationId(s.reservation)
                .build());
  }

  private static void commit(StockScene s) {
    s.caller
        .stock()
        .commitReservation(
            committing(s.reservation, Shop.demand(s.product, s.held))
                .setRequestId(s.requestId)
                .setReference(s.reference)
                .setNote(s.note)
                .build());
  }

  private static void get(StockScene s) {
    s.caller
        .stock()
        .getStockLevel(GetStockLevelRequest.newBuilder().setProductId(s.product).build());
  }

  private static void getAll(StockScene s) {
    s.caller
        .stock()
        .batchGetStockLevels(
            BatchGetStockLevelsRequest.newBuilder()
                .addProductIds(s.good)
                .addProductIds(s.product)
                .build());
  }

  private static void recall(StockScene s) {
    s.caller
        .stock()
        .recallLot(
            RecallLotRequest.newBuilder()
                .setRequestId(s.requestId)
                .setProductId(s.product)
                .setLotCode(s.lot)
                .setReason(s.note)
                .build());
  }

  private static void recipients(StockScene s) {
    s.caller
        .stock()
        .listLotRecipients(
            ListLotRecipientsRequest.newBuilder()
                .setProductId(s.product)
                .setLotCode(s.lot)
                .build());
  }
}
