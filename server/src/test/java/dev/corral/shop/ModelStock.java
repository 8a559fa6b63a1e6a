package dev.corral.shop;

import static dev.corral.shop.ShopRefusal.when;

import com.google.protobuf.Message;
import dev.corral.kernel.Outcome;
import dev.corral.shop.ModelShelves.ModelLot;
import dev.corral.shop.ModelShelves.Move;
import dev.corral.shop.ModelShelves.Spot;
import dev.corral.stock.v1.AdjustStockRequest;
import dev.corral.stock.v1.AdjustStockResponse;
import dev.corral.stock.v1.RecallLotRequest;
import dev.corral.stock.v1.RecallLotResponse;
import dev.corral.stock.v1.ReceiveStockRequest;
import dev.corral.stock.v1.ReceiveStockResponse;
import dev.corral.stock.v1.StockDemand;
import dev.corral.stock.v1.StockMovement;
import dev.corral.stock.v1.StockReason;
import dev.corral.stock.v1.StockReceipt;
import dev.corral.stock.v1.TransferStockRequest;
import dev.corral.stock.v1.TransferStockResponse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Deliveries, corrections, moves between locations and recalls. */
final class ModelStock {

  private final ModelShelves shelves;
  private final Set<String> references = new HashSet<>();
  private final Map<String, StockMovement> sales = new HashMap<>();
  private final Map<String, Long> returned = new HashMap<>();

  ModelStock(ModelShelves shelves) {
    this.shelves = shelves;
  }

  /** Tells of a movement that the server gave an id. */
  void learn(StockMovement movement) {
    if (movement.getReason() == StockReason.STOCK_REASON_SALE) {
      sales.put(movement.getMovementId(), movement);
    }
  }

  static String place(String location) {
    return location.isEmpty() ? "main" : location;
  }

  static void checkPlace(String location) throws ShopRefusal {
    boolean known = location.isEmpty() || ShopCast.LOCATIONS.contains(location);
    when(!known, Outcome.LOCATION_NOT_FOUND, "location_id", location);
  }

  void claim(String reference) throws ShopRefusal {
    when(!reference.isEmpty() && !references.add(reference), Outcome.SOURCE_ALREADY_USED);
  }

  List<StockMovement> post(List<Move> moves, StockMovement cause) {
    List<StockMovement> posted = new ArrayList<>();
    for (Move move : moves) {
      shelves.post(move);
      posted.add(
          cause.toBuilder()
              .setProductId(move.spot().product())
              .setLocationId(move.spot().location())
              .setLotCode(move.lot())
              .setQuantity(move.quantity())
              .build());
    }
    return posted;
  }

  Message receive(ReceiveStockRequest request) throws ShopRefusal {
    Map<String, LocalDate> dates = new HashMap<>();
    for (StockReceipt item : request.getItemsList()) {
      String key = item.getProductId() + item.getLotCode();
      ModelLot lot = shelves.lot(item.getProductId(), item.getLotCode());
      if (item.hasExpiryDate()) {
        LocalDate date = ModelShelves.day(item.getExpiryDate());
        LocalDate known = lot == null ? dates.getOrDefault(key, date) : lot.expiry;
        when(
            !date.equals(known),
            Outcome.LOT_EXPIRY_MISMATCH,
            "product_id",
            item.getProductId(),
            "lot_code",
            item.getLotCode(),
            "expiry_date",
            known == null ? "" : known);
        dates.put(key, date);
      }
    }
    claim(request.getReference());
    ReceiveStockResponse.Builder response = ReceiveStockResponse.newBuilder();
    TreeSet<String> products = new TreeSet<>();
    for (StockReceipt item : request.getItemsList()) {
      products.add(item.getProductId());
      shelves.makeLot(
          item.getProductId(),
          item.getLotCode(),
          dates.get(item.getProductId() + item.getLotCode()));
      Spot spot = new Spot(item.getProductId(), place(request.getLocationId()));
      StockMovement.Builder cause =
          cause(StockReason.STOCK_REASON_RECEIPT, request.getReference(), request.getNote());
      if (item.hasUnitCostMinor()) {
        cause.setUnitCostMinor(item.getUnitCostMinor());
      }
      response.addAllMovements(
          post(List.of(new Move(spot, item.getLotCode(), item.getQuantity())), cause.build()));
    }
    products.forEach(product -> response.addLevels(shelves.level(product)));
    return response.build();
  }

  static StockMovement.Builder cause(StockReason reason, String reference, String note) {
    return StockMovement.newBuilder().setReason(reason).setReference(reference).setNote(note);
  }

  Message adjust(AdjustStockRequest request) throws ShopRefusal {
    checkPlace(request.getLocationId());
    String product = request.getProductId();
    StockMovement sale = sales.get(request.getReturnedMovementId());
    boolean returns = !request.getReturnedMovementId().isEmpty();
    boolean fits = sale != null && sale.getProductId().equals(product);
    when(returns && !fits, Outcome.MOVEMENT_NOT_FOUND);
    Spot spot = new Spot(product, returns ? sale.getLocationId() : place(request.getLocationId()));
    String code = returns ? sale.getLotCode() : request.getLotCode();
    when(!code.isEmpty() && shelves.lot(product, code) == null, Outcome.LOT_NOT_FOUND);
    long onHand = shelves.onHand(spot, code);
    long difference =
        request.hasCounted()
            ? request.getCounted().getQuantity() - onHand
            : request.getDifference();
    checkChange(request, spot, onHand, difference);
    AdjustStockResponse.Builder response = AdjustStockResponse.newBuilder();
    if (difference != 0) {
      claim(request.getReference());
      shelves.makeLot(product, code, null);
      StockMovement.Builder cause =
          cause(request.getReason(), request.getReference(), request.getNote())
              .setReturnedMovementId(request.getReturnedMovementId());
      if (returns) {
        cause.setClientId(sale.getClientId());
        returned.merge(sale.getMovementId(), difference, Long::sum);
      }
      response.setMovement(post(List.of(new Move(spot, code, difference)), cause.build()).get(0));
    }
    return response.setLevel(shelves.level(product)).build();
  }

  private void checkChange(AdjustStockRequest request, Spot spot, long onHand, long difference)
      throws ShopRefusal {
    boolean stale = request.hasCounted() && request.getCounted().getSeen() != onHand;
    when(stale, Outcome.STALE_QUANTITY, "on_hand", onHand);
    StockMovement sale = sales.get(request.getReturnedMovementId());
    if (sale != null) {
      long returnable = -sale.getQuantity() - returned.getOrDefault(sale.getMovementId(), 0L);
      when(difference > returnable, Outcome.RETURN_TOO_LARGE, "returnable", returnable);
    }
    when(onHand + difference < 0, Outcome.OUT_OF_STOCK, "asked", -difference, "available", onHand);
    checkReserved(spot, difference, 0);
  }

  /** So many must stay as are held, not counting {@code useless} ones. */
  private void checkReserved(Spot spot, long difference, long useless) throws ShopRefusal {
    long onHand = shelves.onHand(spot);
    long reserved = shelves.reserved(spot, null);
    when(
        onHand - useless + difference < reserved,
        Outcome.STOCK_RESERVED,
        "on_hand",
        onHand,
        "reserved",
        reserved);
  }

  Message transfer(TransferStockRequest request) throws ShopRefusal {
    checkPlace(request.getFromLocationId());
    checkPlace(request.getToLocationId());
    String product = request.getProductId();
    Spot from = new Spot(product, place(request.getFromLocationId()));
    Spot to = new Spot(product, place(request.getToLocationId()));
    List<Move> taken;
    if (request.hasLotCode()) {
      ModelLot lot = shelves.lot(product, request.getLotCode());
      when(lot == null, Outcome.LOT_NOT_FOUND);
      long onHand = shelves.onHand(from, request.getLotCode());
      long quantity = request.getQuantity();
      when(quantity > onHand, Outcome.OUT_OF_STOCK, "asked", quantity, "available", onHand);
      checkReserved(from, -quantity, shelves.usable(lot) ? shelves.unusable(from) : 0);
      taken = List.of(new Move(from, request.getLotCode(), -quantity));
    } else {
      taken = shelves.pick(planTransfer(request, from));
    }
    claim(request.getReference());
    List<Move> moves = new ArrayList<>(taken);
    taken.forEach(move -> moves.add(new Move(to, move.lot(), -move.quantity())));
    StockMovement cause =
        cause(StockReason.STOCK_REASON_TRANSFER, request.getReference(), request.getNote()).build();
    List<StockMovement> posted = post(moves, cause);
    return TransferStockResponse.newBuilder()
        .addAllMovements(posted)
        .setLevel(shelves.level(product))
        .build();
  }

  /** As a reservation would, but the shortage is told without a detail. */
  private TreeMap<Spot, Long> planTransfer(TransferStockRequest request, Spot from)
      throws ShopRefusal {
    StockDemand demand =
        StockDemand.newBuilder()
            .setProductId(from.product())
            .setLocationId(from.location())
            .setQuantity(request.getQuantity())
            .build();
    try {
      return shelves.plan(List.of(demand), null);
    } catch (ShopRefusal shortage) {
      throw ShopRefusal.of("OUT_OF_STOCK", shortage.answer().metadata(), null);
    }
  }

  Message recall(RecallLotRequest request) throws ShopRefusal {
    ModelLot lot = shelves.lot(request.getProductId(), request.getLotCode());
    when(lot == null, Outcome.LOT_NOT_FOUND);
    lot.recallReason = request.getRecalled() ? request.getReason() : "";
    return RecallLotResponse.newBuilder().setLot(shelves.show(request.getProductId(), lot)).build();
  }
}
