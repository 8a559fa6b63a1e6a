package dev.corral.shop;

import com.google.protobuf.Message;
import dev.corral.Clinic;
import dev.corral.stock.v1.AdjustStockRequest;
import dev.corral.stock.v1.CommitReservationRequest;
import dev.corral.stock.v1.CountedQuantity;
import dev.corral.stock.v1.ExtendReservationRequest;
import dev.corral.stock.v1.RecallLotRequest;
import dev.corral.stock.v1.ReceiveStockRequest;
import dev.corral.stock.v1.ReleaseReservationRequest;
import dev.corral.stock.v1.Reservation;
import dev.corral.stock.v1.ReservationItem;
import dev.corral.stock.v1.ReserveStockRequest;
import dev.corral.stock.v1.StockDemand;
import dev.corral.stock.v1.StockMovement;
import dev.corral.stock.v1.StockReason;
import dev.corral.stock.v1.StockReceipt;
import dev.corral.stock.v1.TransferStockRequest;
import dev.corral.testing.ProgramDice;
import java.time.LocalDate;
import java.util.List;

/** Makes requests about stock, most of which make sense. */
final class StockRequests {

  private final ProgramDice dice;
  private final ShopCast cast;
  private final ShopMemory memory;

  StockRequests(ProgramDice dice, ShopCast cast, ShopMemory memory) {
    this.dice = dice;
    this.cast = cast;
    this.memory = memory;
  }

  private String product() {
    return dice.percent(98) ? dice.of(cast.products()) : dice.id();
  }

  private String place() {
    return dice.percent(98) ? dice.of("", "", "main", "main", "annex", "van") : "attic";
  }

  private String reference() {
    return dice.percent(85) ? "" : "note " + dice.between(1, 9);
  }

  private String lot() {
    return dice.of("", "", "L0", "L1", "L2", "L3");
  }

  Message receive() {
    ReceiveStockRequest.Builder request =
        ReceiveStockRequest.newBuilder()
            .setRequestId(dice.id())
            .setLocationId(place())
            .setReference(reference());
    for (int i = dice.between(1, 3); i > 0; i--) {
      request.addItems(receipt());
    }
    return request.build();
  }

  /** The date of a lot goes by its code, except for a mistake now and then. */
  private StockReceipt receipt() {
    String lot = lot();
    StockReceipt.Builder receipt =
        StockReceipt.newBuilder()
            .setProductId(product())
            .setLotCode(lot)
            .setQuantity(dice.between(1, 25));
    int daysGood = lot.equals("L0") ? -1 : lot.equals("L1") ? 0 : lot.equals("L2") ? 30 : 400;
    if (!lot.isEmpty() && dice.percent(80)) {
      LocalDate day = LocalDate.now(cast.zone()).plusDays(daysGood);
      receipt.setExpiryDate(Clinic.date(dice.percent(96) ? day : day.plusDays(1)));
    }
    if (dice.percent(20)) {
      receipt.setUnitCostMinor(dice.between(0, 500));
    }
    return receipt.build();
  }

  Message adjust() {
    List<StockMovement> sales = memory.sales();
    boolean returns = dice.percent(30) && !sales.isEmpty();
    if (returns || dice.percent(2)) {
      return takeBack(sales);
    }
    String product = product();
    String place = place();
    String lot = lot();
    AdjustStockRequest.Builder request =
        AdjustStockRequest.newBuilder()
            .setRequestId(dice.id())
            .setProductId(product)
            .setLocationId(place)
            .setLotCode(lot)
            .setReference(reference());
    long there = memory.onHand(product, ModelStock.place(place), lot);
    if (dice.percent(40)) {
      long seen = Math.max(0, there + dice.of(0, 0, 0, 0, 0, 1, -1));
      long counted = dice.percent(20) ? there : Math.max(0, there + dice.between(-6, 4));
      return request
          .setCounted(CountedQuantity.newBuilder().setQuantity(counted).setSeen(seen))
          .setReason(dice.of(StockReason.STOCK_REASON_COUNT, StockReason.STOCK_REASON_CORRECTION))
          .build();
    }
    int difference = dice.between(1, 8) * dice.of(1, -1, -1);
    return request
        .setDifference(difference)
        .setReason(
            dice.of(
                StockReason.STOCK_REASON_DAMAGE,
                StockReason.STOCK_REASON_THEFT,
                StockReason.STOCK_REASON_OTHER))
        .build();
  }

  private Message takeBack(List<StockMovement> sales) {
    StockMovement sale =
        sales.isEmpty()
            ? StockMovement.newBuilder().setMovementId(dice.id()).setQuantity(-1).build()
            : dice.of(sales);
    boolean right = dice.percent(90) && !sales.isEmpty();
    return AdjustStockRequest.newBuilder()
        .setRequestId(dice.id())
        .setProductId(right ? sale.getProductId() : product())
        .setReturnedMovementId(sale.getMovementId())
        .setDifference(dice.between(1, (int) -sale.getQuantity() + (dice.percent(20) ? 1 : 0)))
        .setReason(StockReason.STOCK_REASON_RETURN)
        .setReference(reference())
        .build();
  }

  Message transfer() {
    String from = place();
    String to = place();
    while (ModelStock.place(to).equals(ModelStock.place(from))) {
      to = dice.of("main", "annex", "van");
    }
    TransferStockRequest.Builder request =
        TransferStockRequest.newBuilder()
            .setRequestId(dice.id())
            .setProductId(product())
            .setQuantity(dice.between(1, 12))
            .setFromLocationId(from)
            .setToLocationId(to)
            .setReference(reference());
    if (dice.percent(50)) {
      request.setLotCode(lot());
    }
    return request.build();
  }

  Message recall() {
    return RecallLotRequest.newBuilder()
        .setRequestId(dice.id())
        .setProductId(product())
        .setLotCode(lot())
        .setRecalled(dice.percent(45))
        .setReason("reason")
        .build();
  }

  Message reserve(boolean brief) {
    ReserveStockRequest.Builder request =
        ReserveStockRequest.newBuilder()
            .setRequestId(dice.id())
            .setTtlSeconds(brief && dice.percent(40) ? 1 : dice.of(0, 600));
    if (dice.percent(85)) {
      request.setClientId(dice.percent(97) ? dice.of(cast.clients()) : dice.id());
    }
    for (int i = dice.between(1, 3); i > 0; i--) {
      request.addItems(
          StockDemand.newBuilder()
              .setProductId(product())
              .setQuantity(dice.between(1, 6))
              .setLocationId(dice.percent(75) ? "" : place()));
    }
    return request.build();
  }

  /** Mostly one that is open so far as is known. */
  Reservation reservation() {
    List<Reservation> all = memory.reservations();
    List<Reservation> open = all.stream().filter(r -> r.getState().getNumber() == 1).toList();
    if (all.isEmpty() || dice.percent(3)) {
      return Reservation.newBuilder().setReservationId(dice.id()).build();
    }
    return open.isEmpty() || dice.percent(10) ? dice.of(all) : dice.of(open);
  }

  Message extend() {
    return ExtendReservationRequest.newBuilder()
        .setRequestId(dice.id())
        .setReservationId(reservation().getReservationId())
        .setTtlSeconds(dice.of(0, 60, 3600))
        .build();
  }

  Message release() {
    return ReleaseReservationRequest.newBuilder()
        .setRequestId(dice.id())
        .setReservationId(reservation().getReservationId())
        .build();
  }

  Message commit() {
    Reservation reservation = reservation();
    CommitReservationRequest.Builder request =
        CommitReservationRequest.newBuilder()
            .setRequestId(dice.id())
            .setReservationId(reservation.getReservationId())
            .setReference(reference());
    if (dice.percent(60)) {
      for (ReservationItem item : dice.some(reservation.getItemsList(), 1)) {
        request.addItems(
            StockDemand.newBuilder()
                .setProductId(item.getProductId())
                .setQuantity(dice.between(1, (int) item.getQuantity())));
      }
    }
    return request.build();
  }
}
