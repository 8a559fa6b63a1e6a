package dev.corral.stock;

import dev.corral.grpc.CallContext;
import dev.corral.grpc.Replies;
import dev.corral.kernel.Lane;
import dev.corral.stock.v1.AdjustStockRequest;
import dev.corral.stock.v1.AdjustStockResponse;
import dev.corral.stock.v1.BatchGetStockLevelsRequest;
import dev.corral.stock.v1.BatchGetStockLevelsResponse;
import dev.corral.stock.v1.CommitReservationRequest;
import dev.corral.stock.v1.CommitReservationResponse;
import dev.corral.stock.v1.ExtendReservationRequest;
import dev.corral.stock.v1.ExtendReservationResponse;
import dev.corral.stock.v1.GetStockLevelRequest;
import dev.corral.stock.v1.GetStockLevelResponse;
import dev.corral.stock.v1.ListExpiringLotsRequest;
import dev.corral.stock.v1.ListExpiringLotsResponse;
import dev.corral.stock.v1.ListLocationsRequest;
import dev.corral.stock.v1.ListLocationsResponse;
import dev.corral.stock.v1.ListLotRecipientsRequest;
import dev.corral.stock.v1.ListLotRecipientsResponse;
import dev.corral.stock.v1.ListLowStockRequest;
import dev.corral.stock.v1.ListLowStockResponse;
import dev.corral.stock.v1.ListStockMovementsRequest;
import dev.corral.stock.v1.ListStockMovementsResponse;
import dev.corral.stock.v1.RecallLotRequest;
import dev.corral.stock.v1.RecallLotResponse;
import dev.corral.stock.v1.ReceiveStockRequest;
import dev.corral.stock.v1.ReceiveStockResponse;
import dev.corral.stock.v1.ReleaseReservationRequest;
import dev.corral.stock.v1.ReleaseReservationResponse;
import dev.corral.stock.v1.ReserveStockRequest;
import dev.corral.stock.v1.ReserveStockResponse;
import dev.corral.stock.v1.StockServiceGrpc;
import dev.corral.stock.v1.TransferStockRequest;
import dev.corral.stock.v1.TransferStockResponse;
import dev.corral.stock.v1.UpsertLocationRequest;
import dev.corral.stock.v1.UpsertLocationResponse;
import io.grpc.stub.StreamObserver;

/** StockService on the wire. Thread-safe. */
public final class StockGrpcService extends StockServiceGrpc.StockServiceImplBase {

  private final ShelfStore shelves;
  private final StockStore stock;
  private final ReservationStore reservations;

  /** A service that reaches the database through this lane. */
  public StockGrpcService(Lane lane) {
    this.shelves = new ShelfStore(lane);
    this.stock = new StockStore(lane);
    this.reservations = new ReservationStore(lane);
  }

  @Override
  public void upsertLocation(
      UpsertLocationRequest request, StreamObserver<UpsertLocationResponse> replies) {
    Replies.send(replies, shelves.upsertLocation(CallContext.call(request)));
  }

  @Override
  public void listLocations(
      ListLocationsRequest request, StreamObserver<ListLocationsResponse> replies) {
    Replies.send(replies, shelves.listLocations(CallContext.call(request)));
  }

  @Override
  public void receiveStock(
      ReceiveStockRequest request, StreamObserver<ReceiveStockResponse> replies) {
    Replies.send(replies, stock.receiveStock(CallContext.call(request)));
  }

  @Override
  public void adjustStock(AdjustStockRequest request, StreamObserver<AdjustStockResponse> replies) {
    Replies.send(replies, stock.adjustStock(CallContext.call(request)));
  }

  @Override
  public void transferStock(
      TransferStockRequest request, StreamObserver<TransferStockResponse> replies) {
    Replies.send(replies, stock.transferStock(CallContext.call(request)));
  }

  @Override
  public void reserveStock(
      ReserveStockRequest request, StreamObserver<ReserveStockResponse> replies) {
    Replies.send(replies, reservations.reserveStock(CallContext.call(request)));
  }

  @Override
  public void extendReservation(
      ExtendReservationRequest request, StreamObserver<ExtendReservationResponse> replies) {
    Replies.send(replies, reservations.extendReservation(CallContext.call(request)));
  }

  @Override
  public void releaseReservation(
      ReleaseReservationRequest request, StreamObserver<ReleaseReservationResponse> replies) {
    Replies.send(replies, reservations.releaseReservation(CallContext.call(request)));
  }

  @Override
  public void commitReservation(
      CommitReservationRequest request, StreamObserver<CommitReservationResponse> replies) {
    Replies.send(replies, reservations.commitReservation(CallContext.call(request)));
  }

  @Override
  public void getStockLevel(
      GetStockLevelRequest request, StreamObserver<GetStockLevelResponse> replies) {
    Replies.send(replies, stock.getStockLevel(CallContext.call(request)));
  }

  @Override
  public void batchGetStockLevels(
      BatchGetStockLevelsRequest request, StreamObserver<BatchGetStockLevelsResponse> replies) {
    Replies.send(replies, stock.batchGetStockLevels(CallContext.call(request)));
  }

  @Override
  public void listStockMovements(
      ListStockMovementsRequest request, StreamObserver<ListStockMovementsResponse> replies) {
    Replies.send(replies, shelves.listStockMovements(CallContext.call(request)));
  }

  @Override
  public void listLowStock(
      ListLowStockRequest request, StreamObserver<ListLowStockResponse> replies) {
    Replies.send(replies, stock.listLowStock(CallContext.call(request)));
  }

  @Override
  public void listExpiringLots(
      ListExpiringLotsRequest request, StreamObserver<ListExpiringLotsResponse> replies) {
    Replies.send(replies, shelves.listExpiringLots(CallContext.call(request)));
  }

  @Override
  public void recallLot(RecallLotRequest request, StreamObserver<RecallLotResponse> replies) {
    Replies.send(replies, shelves.recallLot(CallContext.call(request)));
  }

  @Override
  public void listLotRecipients(
      ListLotRecipientsRequest request, StreamObserver<ListLotRecipientsResponse> replies) {
    Replies.send(replies, shelves.listLotRecipients(CallContext.call(request)));
  }
}
