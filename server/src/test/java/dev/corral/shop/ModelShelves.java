package dev.corral.shop;

import com.google.type.Date;
import dev.corral.Clinic;
import dev.corral.stock.v1.LocationLevel;
import dev.corral.stock.v1.Lot;
import dev.corral.stock.v1.LotLevel;
import dev.corral.stock.v1.StockDemand;
import dev.corral.stock.v1.StockLevel;
import dev.corral.stock.v1.StockShortage;
import dev.corral.stock.v1.StockShortages;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is on the shelves, lot by lot, and who holds how much of it. */
final class ModelShelves {

  static final Comparator<String> PLACES =
      Comparator.comparing((String location) -> !location.equals("main"))
          .thenComparing(Comparator.naturalOrder());

  private final LocalDate today;
  private final Map<String, TreeMap<String, ModelLot>> lots = new HashMap<>();
  private final Map<String, TreeSet<String>> places = new HashMap<>();
  final Map<String, ModelReservation> reservations = new LinkedHashMap<>();

  /** Units of a product at a location. */
  record Spot(String product, String location) implements Comparable<Spot> {
    @Override
    public int compareTo(Spot other) {
      return Comparator.comparing(Spot::product).thenComparing(Spot::location).compare(this, other);
    }
  }

  /** Units that come or go. */
  record Move(Spot spot, String lot, long quantity) {}

  /** Units that came together. */
  static final class ModelLot {
    final String code;
    final LocalDate expiry;
    String recallReason = "";
    final TreeMap<String, Long> onHand = new TreeMap<>(PLACES);

    ModelLot(String code, LocalDate expiry) {
      this.code = code;
      this.expiry = expiry;
    }
  }

  ModelShelves(LocalDate today) {
    this.today = today;
  }

  ModelLot lot(String product, String code) {
    return lots.getOrDefault(product, new TreeMap<>()).get(code);
  }

  ModelLot makeLot(String product, String code, LocalDate expiry) {
    return lots.computeIfAbsent(product, p -> new TreeMap<>())
        .computeIfAbsent(code, c -> new ModelLot(c, expiry));
  }

  void post(Move move) {
    ModelLot lot = lot(move.spot().product(), move.lot());
    String location = move.spot().location();
    long left = lot.onHand.getOrDefault(location, 0L) + move.quantity();
    if (left < 0) {
      throw new IllegalStateException("the model takes what is not there: " + move);
    } else if (left == 0) {
      lot.onHand.remove(location);
    } else {
      lot.onHand.put(location, left);
      places.computeIfAbsent(move.spot().product(), p -> new TreeSet<>(PLACES)).add(location);
    }
  }

  long onHand(Spot spot, String lot) {
    ModelLot known = lot(spot.product(), lot);
    return known == null ? 0 : known.onHand.getOrDefault(spot.location(), 0L);
  }

  long onHand(Spot spot) {
    return lots.getOrDefault(spot.product(), new TreeMap<>()).keySet().stream()
        .mapToLong(lot -> onHand(spot, lot))
        .sum();
  }

  boolean usable(ModelLot lot) {
    return lot.recallReason.isEmpty() && (lot.expiry == null || !lot.expiry.isBefore(today));
  }

  long unusable(Spot spot) {
    return lots.getOrDefault(spot.product(), new TreeMap<>()).values().stream()
        .filter(lot -> !usable(lot))
        .mapToLong(lot -> lot.onHand.getOrDefault(spot.location(), 0L))
        .sum();
  }

  /** What all reservations but one hold. */
  long reserved(Spot spot, ModelReservation except) {
    return reservations.values().stream()
        .filter(reservation -> reservation != except)
        .mapToLong(reservation -> reservation.held(spot))
        .sum();
  }

  private long available(Spot spot, ModelReservation own) {
    long good = onHand(spot) - unusable(spot);
    long held = own == null ? 0 : Math.min(own.held(spot), good);
    return Math.max(0, Math.max(held, good - reserved(spot, own)));
  }

  /** In all locations; what a reservation holds counts. */
  long available(String product, ModelReservation own) {
    return places.getOrDefault(product, new TreeSet<>()).stream()
        .mapToLong(location -> available(new Spot(product, location), own))
        .sum();
  }

  StockLevel level(String product) {
    StockLevel.Builder level = StockLevel.newBuilder().setProductId(product);
    for (String location : places.getOrDefault(product, new TreeSet<>())) {
      Spot spot = new Spot(product, location);
      LocationLevel at =
          LocationLevel.newBuilder()
              .setLocationId(location)
              .setOnHand(onHand(spot))
              .setReserved(reserved(spot, null))
              .setUnusable(unusable(spot))
              .setAvailable(available(spot, null))
              .build();
      level
          .addLocations(at)
          .setOnHand(level.getOnHand() + at.getOnHand())
          .setReserved(level.getReserved() + at.getReserved())
          .setUnusable(level.getUnusable() + at.getUnusable())
          .setAvailable(level.getAvailable() + at.getAvailable());
    }
    return level.build();
  }

  /** Where to take what is asked for; what names a location is served first. */
  TreeMap<Spot, Long> plan(List<StockDemand> demands, ModelReservation own) throws ShopRefusal {
    TreeMap<Spot, Long> asked = new TreeMap<>();
    demands.forEach(
        d ->
            asked.merge(new Spot(d.getProductId(), d.getLocationId()), d.getQuantity(), Long::sum));
    TreeMap<Spot, Long> taken = new TreeMap<>();
    List<StockShortage> shortages = new ArrayList<>();
    asked.forEach(
        (spot, quantity) -> {
          if (!spot.location().isEmpty()) {
            long there = available(spot, own);
            taken.put(spot, Math.min(quantity, there));
            addShortage(shortages, spot, quantity, there);
          }
        });
    asked.forEach(
        (spot, quantity) -> {
          if (spot.location().isEmpty()) {
            addShortage(shortages, spot, quantity, spread(spot.product(), quantity, own, taken));
          }
        });
    shortages.sort(
        Comparator.comparing(StockShortage::getProductId)
            .thenComparing(StockShortage::getLocationId));
    if (!shortages.isEmpty()) {
      throw shortage(shortages);
    }
    taken.values().removeIf(quantity -> quantity == 0);
    return taken;
  }

  /** Takes units wherever there are some, those held for it first; returns how many there are. */
  private long spread(
      String product, long quantity, ModelReservation own, TreeMap<Spot, Long> taken) {
    List<String> order = new ArrayList<>(places.getOrDefault(product, new TreeSet<>()));
    if (own != null) {
      order.sort(Comparator.comparing((String location) -> -own.held(new Spot(product, location))));
    }
    long missing = quantity;
    long whole = 0;
    for (String location : order) {
      Spot spot = new Spot(product, location);
      long spare = available(spot, own) - taken.getOrDefault(spot, 0L);
      long part = Math.min(missing, spare);
      taken.merge(spot, part, Long::sum);
      missing -= part;
      whole += spare;
    }
    return whole;
  }

  private static void addShortage(
      List<StockShortage> shortages, Spot spot, long asked, long available) {
    if (asked > available) {
      shortages.add(
          StockShortage.newBuilder()
              .setProductId(spot.product())
              .setLocationId(spot.location())
              .setAsked(asked)
              .setAvailable(available)
              .build());
    }
  }

  private static ShopRefusal shortage(List<StockShortage> shortages) {
    StockShortage first = shortages.get(0);
    Map<String, String> metadata =
        ShopAnswer.metadata(
            "product_id",
            first.getProductId(),
            "asked",
            first.getAsked(),
            "available",
            first.getAvailable());
    if (!first.getLocationId().isEmpty()) {
      metadata.put("location_id", first.getLocationId());
    }
    return ShopRefusal.of(
        "OUT_OF_STOCK", metadata, StockShortages.newBuilder().addAllShortages(shortages).build());
  }

  /** The lots to take it from: what expires first goes first. */
  List<Move> pick(TreeMap<Spot, Long> allocation) {
    Comparator<ModelLot> earliest =
        Comparator.comparing(
                (ModelLot lot) -> lot.expiry, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(lot -> lot.code);
    List<Move> moves = new ArrayList<>();
    allocation.forEach(
        (spot, quantity) -> {
          long missing = quantity;
          List<ModelLot> usable = new ArrayList<>(lots.get(spot.product()).values());
          usable.removeIf(lot -> !usable(lot));
          usable.sort(earliest);
          for (ModelLot lot : usable) {
            long part = Math.min(missing, onHand(spot, lot.code));
            if (part > 0) {
              moves.add(new Move(spot, lot.code, -part));
            }
            missing -= part;
          }
        });
    return moves;
  }

  Lot show(String product, ModelLot lot) {
    Lot.Builder shown =
        Lot.newBuilder()
            .setProductId(product)
            .setLotCode(lot.code)
            .setRecalled(!lot.recallReason.isEmpty())
            .setRecallReason(lot.recallReason);
    if (lot.expiry != null) {
      shown.setExpiryDate(Clinic.date(lot.expiry));
    }
    lot.onHand.forEach(
        (location, onHand) ->
            shown.addLevels(LotLevel.newBuilder().setLocationId(location).setOnHand(onHand)));
    return shown.build();
  }

  static LocalDate day(Date date) {
    return LocalDate.of(date.getYear(), date.getMonth(), date.getDay());
  }
}
