package dev.corral.stock;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.corral.grpc.LocalTimes;
import dev.corral.grpc.PageToken;
import dev.corral.kernel.Row;
import dev.corral.stock.v1.ListExpiringLotsRequest;
import dev.corral.stock.v1.ListExpiringLotsResponse;
import dev.corral.stock.v1.ListLotRecipientsRequest;
import dev.corral.stock.v1.ListLotRecipientsResponse;
import dev.corral.stock.v1.ListLowStockRequest;
import dev.corral.stock.v1.ListLowStockResponse;
import dev.corral.stock.v1.ListStockMovementsRequest;
import dev.corral.stock.v1.ListStockMovementsResponse;
import dev.corral.stock.v1.Lot;
import dev.corral.stock.v1.LotRecipient;
import dev.corral.stock.v1.LowStock;
import dev.corral.stock.v1.StockMovement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;

/**
 * Pages of what stock lists. Each is made of at most one row more than its size, which shows that
 * there is another.
 */
final class StockPages {

  private StockPages() {}

  static PageToken.Position of(ListStockMovementsRequest request) {
    return PageToken.read(request.getPageToken(), filter(request));
  }

  static PageToken.Position of(ListLowStockRequest request) {
    return PageToken.read(request.getPageToken(), filter(request));
  }

  static PageToken.Position of(ListExpiringLotsRequest request) {
    return PageToken.read(request.getPageToken(), filter(request));
  }

  static PageToken.Position of(ListLotRecipientsRequest request) {
    return PageToken.read(request.getPageToken(), filter(request));
  }

  static ListStockMovementsResponse movements(
      ListStockMovementsRequest request, List<StockMovement> rows) {
    int size = PageToken.pageSize(request.getPageSize());
    return ListStockMovementsResponse.newBuilder()
        .addAllMovements(first(rows, size))
        .setNextPageToken(next(filter(request), rows, size, m -> byId(m.getMovementId())))
        .build();
  }

  static ListLowStockResponse products(ListLowStockRequest request, List<LowStock> rows) {
    int size = PageToken.pageSize(request.getPageSize());
    return ListLowStockResponse.newBuilder()
        .addAllProducts(first(rows, size))
        .setNextPageToken(next(filter(request), rows, size, p -> byId(p.getProductId())))
        .build();
  }

  static ListExpiringLotsResponse lots(ListExpiringLotsRequest request, List<Lot> rows) {
    int size = PageToken.pageSize(request.getPageSize());
    return ListExpiringLotsResponse.newBuilder()
        .addAllLots(first(rows, size))
        .setNextPageToken(next(filter(request), rows, size, StockPages::byDate))
        .build();
  }

  static ListLotRecipientsResponse recipients(
      ListLotRecipientsRequest request, List<LotRecipient> rows) {
    int size = PageToken.pageSize(request.getPageSize());
    return ListLotRecipientsResponse.newBuilder()
        .addAllRecipients(first(rows, size))
        .setNextPageToken(next(filter(request), rows, size, r -> byId(r.getMovementId())))
        .build();
  }

  /** The date that a token of ListExpiringLots holds, or null before the first page. */
  static LocalDate date(PageToken.Position position) {
    Timestamp time = position.time();
    return time == null
        ? null
        : LocalDate.ofEpochDay(Math.floorDiv(time.getSeconds(), 24 * 60 * 60));
  }

  private static PageToken.Position byId(String id) {
    return new PageToken.Position(null, id);
  }

  private static PageToken.Position byDate(Lot lot) {
    LocalDate date = LocalTimes.date(lot.getExpiryDate());
    return new PageToken.Position(
        Row.timestamp(date.atStartOfDay(ZoneOffset.UTC).toInstant()), lot.getLotId());
  }

  private static <R> List<R> first(List<R> rows, int size) {
    return rows.subList(0, Math.min(size, rows.size()));
  }

  private static <R> String next(
      Message filter, List<R> rows, int size, Function<R, PageToken.Position> position) {
    return rows.size() > size ? PageToken.write(filter, position.apply(rows.get(size - 1))) : "";
  }

  private static Message filter(ListStockMovementsRequest request) {
    return request.toBuilder().clearPageToken().clearPageSize().build();
  }

  private static Message filter(ListLowStockRequest request) {
    return request.toBuilder().clearPageToken().clearPageSize().build();
  }

  private static Message filter(ListExpiringLotsRequest request) {
    return request.toBuilder().clearPageToken().clearPageSize().build();
  }

  private static Message filter(ListLotRecipientsRequest request) {
    return request.toBuilder().clearPageToken().clearPageSize().build();
  }
}
