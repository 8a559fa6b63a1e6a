package dev.corral.stock;

import dev.corral.grpc.LocalTimes;
import dev.corral.grpc.Page;
import dev.corral.kernel.Call;
import dev.corral.kernel.Lane;
import dev.corral.kernel.Row;
import dev.corral.kernel.SqlFunction;
import dev.corral.stock.v1.ListExpiringLotsRequest;
import dev.corral.stock.v1.ListExpiringLotsResponse;
import dev.corral.stock.v1.ListLocationsRequest;
import dev.corral.stock.v1.ListLocationsResponse;
import dev.corral.stock.v1.ListLotRecipientsRequest;
import dev.corral.stock.v1.ListLotRecipientsResponse;
import dev.corral.stock.v1.ListStockMovementsRequest;
import dev.corral.stock.v1.ListStockMovementsResponse;
import dev.corral.stock.v1.Location;
import dev.corral.stock.v1.Lot;
import dev.corral.stock.v1.LotRecipient;
import dev.corral.stock.v1.RecallLotRequest;
import dev.corral.stock.v1.RecallLotResponse;
import dev.corral.stock.v1.StockMovement;
import dev.corral.stock.v1.UpsertLocationRequest;
import dev.corral.stock.v1.UpsertLocationResponse;
import java.sql.SQLException;
import java.util.List;

/** The functions for locations, lots and the trail of movements; one method, one function. */
final class ShelfStore {

  private static final SqlFunction<UpsertLocationRequest, UpsertLocationResponse> UPSERT_LOCATION =
      SqlFunction.writing("stock.upsert_location", UpsertLocationRequest::getRequestId)
          .text(q -> q.getLocation().getLocationId())
          .text(q -> q.getLocation().getDisplayName())
          .returning(
              row -> UpsertLocationResponse.newBuilder().setLocation(location(row)).build(),
              "(f.location).*");

  private static final SqlFunction<ListLocationsRequest, List<Location>> LIST_LOCATIONS =
      SqlFunction.<ListLocationsRequest>reading("stock.list_locations")
          .returningSet(ShelfStore::location);

  private static final SqlFunction<ListStockMovementsRequest, List<StockMovement>>
      LIST_STOCK_MOVEMENTS =
          SqlFunction.<ListStockMovementsRequest>readingAsActor("stock.list_stock_movements")
              .uuid(ListStockMovementsRequest::getProductId)
              .text(q -> q.hasLocationId() ? q.getLocationId() : null)
              .words(q -> q.getReasonsList().stream().map(StockProtos::reasonName).toList())
              .uuid(ListStockMovementsRequest::getClientId)
              .uuid(ListStockMovementsRequest::getSourceId)
              .timestamptz(q -> q.hasFromTime() ? q.getFromTime() : null)
              .timestamptz(q -> q.hasToTime() ? q.getToTime() : null)
              .uuid(q -> Page.after(q).id())
              .integer(q -> Page.rowsMax(q))
              .returningSet(MovementProtos::movement, MovementProtos.MOVEMENT, "f.lot_code");

  private static final SqlFunction<ListExpiringLotsRequest, List<Lot>> LIST_EXPIRING_LOTS =
      SqlFunction.<ListExpiringLotsRequest>reading("stock.list_expiring_lots")
          .date(q -> q.hasToDate() ? LocalTimes.date(q.getToDate()) : null)
          .date(q -> MovementProtos.date(Page.after(q)))
          .uuid(q -> Page.after(q).id())
          .integer(q -> Page.rowsMax(q))
          .returningSet(MovementProtos::lot, MovementProtos.LOT, "f.levels");

  private static final SqlFunction<RecallLotRequest, RecallLotResponse> RECALL_LOT =
      SqlFunction.writing("stock.recall_lot", RecallLotRequest::getRequestId)
          .uuid(RecallLotRequest::getProductId)
          .text(RecallLotRequest::getLotCode)
          .bool(RecallLotRequest::getRecalled)
          .text(RecallLotRequest::getReason)
          .returning(
              row -> RecallLotResponse.newBuilder().setLot(MovementProtos.lot(row)).build(),
              MovementProtos.LOT,
              "f.levels");

  private static final SqlFunction<ListLotRecipientsRequest, List<LotRecipient>>
      LIST_LOT_RECIPIENTS =
          SqlFunction.<ListLotRecipientsRequest>reading("stock.list_lot_recipients")
              .uuid(ListLotRecipientsRequest::getProductId)
              .text(ListLotRecipientsRequest::getLotCode)
              .uuid(q -> Page.after(q).id())
              .integer(q -> Page.rowsMax(q))
              .returning(MovementProtos::recipients, "f.recipients");

  private final Lane lane;

  ShelfStore(Lane lane) {
    this.lane = lane;
  }

  UpsertLocationResponse upsertLocation(Call<UpsertLocationRequest> call) {
    return lane.call(UPSERT_LOCATION, call);
  }

  ListLocationsResponse listLocations(Call<ListLocationsRequest> call) {
    return ListLocationsResponse.newBuilder()
        .addAllLocations(lane.call(LIST_LOCATIONS, call))
        .build();
  }

  ListStockMovementsResponse listStockMovements(Call<ListStockMovementsRequest> call) {
    Page<StockMovement> page =
        Page.of(
            call.request(),
            lane.call(LIST_STOCK_MOVEMENTS, call),
            m -> new Page.Position(null, m.getMovementId()));
    return ListStockMovementsResponse.newBuilder()
        .addAllMovements(page.rows())
        .setNextPageToken(page.nextToken())
        .build();
  }

  ListExpiringLotsResponse listExpiringLots(Call<ListExpiringLotsRequest> call) {
    Page<Lot> page =
        Page.of(call.request(), lane.call(LIST_EXPIRING_LOTS, call), MovementProtos::position);
    return ListExpiringLotsResponse.newBuilder()
        .addAllLots(page.rows())
        .setNextPageToken(page.nextToken())
        .build();
  }

  RecallLotResponse recallLot(Call<RecallLotRequest> call) {
    return lane.call(RECALL_LOT, call);
  }

  ListLotRecipientsResponse listLotRecipients(Call<ListLotRecipientsRequest> call) {
    Page<LotRecipient> page =
        Page.of(
            call.request(),
            lane.call(LIST_LOT_RECIPIENTS, call),
            r -> new Page.Position(null, r.getMovementId()));
    return ListLotRecipientsResponse.newBuilder()
        .addAllRecipients(page.rows())
        .setNextPageToken(page.nextToken())
        .build();
  }

  private static Location location(Row row) throws SQLException {
    return Location.newBuilder()
        .setLocationId(row.text("location_id"))
        .setDisplayName(row.text("display_name"))
        .build();
  }
}
