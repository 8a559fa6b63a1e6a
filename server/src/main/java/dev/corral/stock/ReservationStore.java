package dev.corral.stock;

import dev.corral.kernel.Call;
import dev.corral.kernel.Lane;
import dev.corral.kernel.SqlFunction;
import dev.corral.stock.v1.CommitReservationRequest;
import dev.corral.stock.v1.CommitReservationResponse;
import dev.corral.stock.v1.ExtendReservationRequest;
import dev.corral.stock.v1.ExtendReservationResponse;
import dev.corral.stock.v1.ReleaseReservationRequest;
import dev.corral.stock.v1.ReleaseReservationResponse;
import dev.corral.stock.v1.ReserveStockRequest;
import dev.corral.stock.v1.ReserveStockResponse;

/** The functions that hold stock for somebody; one method, one function. Thread-safe. */
final class ReservationStore {

  private static final String[] RESERVATION = {ReservationProtos.COLUMNS, "f.items"};

  private static final SqlFunction<ReserveStockRequest, ReserveStockResponse> RESERVE_STOCK =
      SqlFunction.writing("stock.reserve_stock", ReserveStockRequest::getRequestId)
          .jsonb(q -> StockProtos.demand(q.getItemsList()))
          .integer(q -> ReservationProtos.ttlSeconds(q.getTtlSeconds()))
          .uuid(ReserveStockRequest::getClientId)
          .text(ReserveStockRequest::getNote)
          .explaining("shortages", StockProtos::shortages)
          .returning(
              row ->
                  ReserveStockResponse.newBuilder()
                      .setReservation(ReservationProtos.reservation(row))
                      .build(),
              RESERVATION);

  private static final SqlFunction<ExtendReservationRequest, ExtendReservationResponse>
      EXTEND_RESERVATION =
          SqlFunction.writing("stock.extend_reservation", ExtendReservationRequest::getRequestId)
              .uuid(ExtendReservationRequest::getReservationId)
              .integer(q -> ReservationProtos.ttlSeconds(q.getTtlSeconds()))
              .returning(
                  row ->
                      ExtendReservationResponse.newBuilder()
                          .setReservation(ReservationProtos.reservation(row))
                          .build(),
                  RESERVATION);

  private static final SqlFunction<ReleaseReservationRequest, ReleaseReservationResponse>
      RELEASE_RESERVATION =
          SqlFunction.writing("stock.release_reservation", ReleaseReservationRequest::getRequestId)
              .uuid(ReleaseReservationRequest::getReservationId)
              .returning(
                  row ->
                      ReleaseReservationResponse.newBuilder()
                          .setReservation(ReservationProtos.reservation(row))
                          .build(),
                  RESERVATION);

  private static final SqlFunction<CommitReservationRequest, CommitReservationResponse>
      COMMIT_RESERVATION =
          SqlFunction.writing("stock.commit_reservation", CommitReservationRequest::getRequestId)
              .uuid(CommitReservationRequest::getReservationId)
              .jsonb(q -> StockProtos.demand(q.getItemsList()))
              .text(CommitReservationRequest::getReference)
              .text(CommitReservationRequest::getNote)
              .explaining("shortages", StockProtos::shortages)
              .returning(
                  row ->
                      CommitReservationResponse.newBuilder()
                          .setReservation(ReservationProtos.reservation(row))
                          .addAllMovements(MovementProtos.movements(row))
                          .build(),
                  ReservationProtos.COLUMNS,
                  "f.items",
                  "f.movements");

  private final Lane lane;

  ReservationStore(Lane lane) {
    this.lane = lane;
  }

  ReserveStockResponse reserveStock(Call<ReserveStockRequest> call) {
    return lane.call(RESERVE_STOCK, call);
  }

  ExtendReservationResponse extendReservation(Call<ExtendReservationRequest> call) {
    return lane.call(EXTEND_RESERVATION, call);
  }

  ReleaseReservationResponse releaseReservation(Call<ReleaseReservationRequest> call) {
    return lane.call(RELEASE_RESERVATION, call);
  }

  CommitReservationResponse commitReservation(Call<CommitReservationRequest> call) {
    return lane.call(COMMIT_RESERVATION, call);
  }
}
