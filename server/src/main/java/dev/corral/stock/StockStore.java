package dev.corral.stock;

import dev.corral.grpc.Page;
import dev.corral.kernel.Call;
import dev.corral.kernel.Lane;
import dev.corral.kernel.Row;
import dev.corral.kernel.SqlFunction;
import dev.corral.stock.v1.AdjustStockRequest;
import dev.corral.stock.v1.AdjustStockResponse;
import dev.corral.stock.v1.BatchGetStockLevelsRequest;
import dev.corral.stock.v1.BatchGetStockLevelsResponse;
import dev.corral.stock.v1.GetStockLevelRequest;
import dev.corral.stock.v1.GetStockLevelResponse;
import dev.corral.stock.v1.ListLowStockRequest;
import dev.corral.stock.v1.ListLowStockResponse;
import dev.corral.stock.v1.LowStock;
import dev.corral.stock.v1.ReceiveStockRequest;
import dev.corral.stock.v1.ReceiveStockResponse;
import dev.corral.stock.v1.TransferStockRequest;
import dev.corral.stock.v1.TransferStockResponse;
import java.sql.SQLException;
import java.util.List;

/** The functions that change what is on hand; one method, one function. Thread-safe. */
final class StockStore {

  private static final SqlFunction<ReceiveStockRequest, ReceiveStockResponse> RECEIVE_STOCK =
      SqlFunction.writing("stock.receive_stock", ReceiveStockRequest::getRequestId)
          .jsonb(q -> StockProtos.receipts(q.getItemsList()))
          .text(q -> StockProtos.location(q.getLocationId()))
          .text(ReceiveStockRequest::getReference)
          .text(ReceiveStockRequest::getNote)
          .returning(
              row ->
                  ReceiveStockResponse.newBuilder()
                      .addAllLevels(StockProtos.levels(row))
                      .addAllMovements(MovementProtos.movements(row))
                      .build(),
              "f.levels",
              "f.movements");

  private static final SqlFunction<AdjustStockRequest, AdjustStockResponse> ADJUST_STOCK =
      SqlFunction.writing("stock.adjust_stock", AdjustStockRequest::getRequestId)
          .contendingFor(AdjustStockRequest::getProductId)
          .uuid(AdjustStockRequest::getProductId)
          .text(q -> StockProtos.location(q.getLocationId()))
          .text(AdjustStockRequest::getLotCode)
          .bigint(q -> q.hasDifference() ? q.getDifference() : null)
          .bigint(q -> q.hasCounted() ? q.getCounted().getQuantity() : null)
          .bigint(q -> q.hasCounted() ? q.getCounted().getSeen() : null)
          .text(q -> StockProtos.reasonName(q.getReason()))
          .uuid(AdjustStockRequest::getReturnedMovementId)
          .text(AdjustStockRequest::getReference)
          .text(AdjustStockRequest::getNote)
          .returning(StockStore::adjusted, "f.levels", "f.movements");

  private static final SqlFunction<TransferStockRequest, TransferStockResponse> TRANSFER_STOCK =
      SqlFunction.writing("stock.transfer_stock", TransferStockRequest::getRequestId)
          .contendingFor(TransferStockRequest::getProductId)
          .uuid(TransferStockRequest::getProductId)
          .bigint(TransferStockRequest::getQuantity)
          .text(q -> StockProtos.location(q.getFromLocationId()))
          .text(q -> StockProtos.location(q.getToLocationId()))
          .text(q -> q.hasLotCode() ? q.getLotCode() : null)
          .text(TransferStockRequest::getReference)
          .text(TransferStockRequest::getNote)
          .returning(
              row ->
                  TransferStockResponse.newBuilder()
                      .setLevel(StockProtos.levels(row).getFirst())
                      .addAllMovements(MovementProtos.movements(row))
                      .build(),
              "f.levels",
              "f.movements");

  private static final SqlFunction<GetStockLevelRequest, GetStockLevelResponse> GET_STOCK_LEVEL =
      SqlFunction.<GetStockLevelRequest>reading("stock.get_stock_level")
          .uuid(GetStockLevelRequest::getProductId)
          .returning(
              row ->
                  GetStockLevelResponse.newBuilder()
                      .setLevel(StockProtos.levels(row).getFirst())
                      .build(),
              "f.levels");

  private static final SqlFunction<BatchGetStockLevelsRequest, BatchGetStockLevelsResponse>
      BATCH_GET_STOCK_LEVELS =
          SqlFunction.<BatchGetStockLevelsRequest>reading("stock.batch_get_stock_levels")
              .uuids(BatchGetStockLevelsRequest::getProductIdsList)
              .returning(
                  row ->
                      BatchGetStockLevelsResponse.newBuilder()
                          .addAllLevels(StockProtos.levels(row))
                          .build(),
                  "f.levels");

  private static final SqlFunction<ListLowStockRequest, List<LowStock>> LIST_LOW_STOCK =
      SqlFunction.<ListLowStockRequest>reading("stock.list_low_stock")
          .uuid(q -> Page.after(q).id())
          .integer(q -> Page.rowsMax(q))
          .returningSet(
              row ->
                  LowStock.newBuilder()
                      .setProductId(row.text("product_id"))
                      .setOnHand(row.bigint("on_hand"))
                      .setAvailable(row.bigint("available"))
                      .setReorderPoint(row.bigint("reorder_point"))
                      .build());

  private final Lane lane;

  StockStore(Lane lane) {
    this.lane = lane;
  }

  ReceiveStockResponse receiveStock(Call<ReceiveStockRequest> call) {
    return lane.call(RECEIVE_STOCK, call);
  }

  AdjustStockResponse adjustStock(Call<AdjustStockRequest> call) {
    return lane.call(ADJUST_STOCK, call);
  }

  TransferStockResponse transferStock(Call<TransferStockRequest> call) {
    return lane.call(TRANSFER_STOCK, call);
  }

  GetStockLevelResponse getStockLevel(Call<GetStockLevelRequest> call) {
    return lane.call(GET_STOCK_LEVEL, call);
  }

  BatchGetStockLevelsResponse batchGetStockLevels(Call<BatchGetStockLevelsRequest> call) {
    return lane.call(BATCH_GET_STOCK_LEVELS, call);
  }

  ListLowStockResponse listLowStock(Call<ListLowStockRequest> call) {
    Page<LowStock> page =
        Page.of(
            call.request(),
            lane.call(LIST_LOW_STOCK, call),
            p -> new Page.Position(null, p.getProductId()));
    return ListLowStockResponse.newBuilder()
        .addAllProducts(page.rows())
        .setNextPageToken(page.nextToken())
        .build();
  }

  private static AdjustStockResponse adjusted(Row row) throws SQLException {
    AdjustStockResponse.Builder response =
        AdjustStockResponse.newBuilder().setLevel(StockProtos.levels(row).getFirst());
    MovementProtos.movements(row).forEach(response::setMovement);
    return response.build();
  }
}
