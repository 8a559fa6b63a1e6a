package dev.corral;

import dev.corral.catalog.v1.CatalogServiceGrpc;
import dev.corral.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import dev.corral.catalog.v1.Coupon;
import dev.corral.catalog.v1.Product;
import dev.corral.catalog.v1.UpsertCouponRequest;
import dev.corral.catalog.v1.UpsertProductRequest;
import dev.corral.grpc.LocalTimes;
import dev.corral.stock.v1.GetStockLevelRequest;
import dev.corral.stock.v1.ReceiveStockRequest;
import dev.corral.stock.v1.StockReceipt;
import dev.corral.stock.v1.StockServiceGrpc;
import dev.corral.stock.v1.StockServiceGrpc.StockServiceBlockingStub;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * What the demo clinic sells: food, a collar, and a medicine in two lots that needs a prescription;
 * and a coupon.
 */
final class DemoShop {

  static final String FOOD = DemoClinic.id("food");
  private static final String COLLAR = DemoClinic.id("collar");
  private static final String MEDICINE = DemoClinic.id("medicine");
  private static final int MONTHS_FIRST_LOT = 3;
  private static final int MONTHS_SECOND_LOT = 18;

  private final CatalogServiceBlockingStub catalog;
  private final StockServiceBlockingStub stock;
  private final LocalDate today;

  DemoShop(Channel channel, ClientInterceptor identity, LocalDate today) {
    this.catalog = CatalogServiceGrpc.newBlockingStub(channel).withInterceptors(identity);
    this.stock = StockServiceGrpc.newBlockingStub(channel).withInterceptors(identity);
    this.today = today;
  }

  /** Makes what is not there yet. */
  void make() {
    for (Product product : products()) {
      UpsertProductRequest request =
          UpsertProductRequest.newBuilder().setProduct(product.toBuilder().setActive(true)).build();
      catalog.upsertProduct(request.toBuilder().setRequestId(DemoClinic.id(request)).build());
    }
    UpsertCouponRequest coupon = UpsertCouponRequest.newBuilder().setCoupon(coupon()).build();
    catalog.upsertCoupon(coupon.toBuilder().setRequestId(DemoClinic.id(coupon)).build());
    if (!hadStock()) {
      stock.receiveStock(delivery());
    }
  }

  private static List<Product> products() {
    return List.of(
        product(FOOD, "Alimento para perro adulto", "bolsa de 3 kg", 85_000)
            .addSpecies("dog")
            .setReorderPoint(10)
            .build(),
        product(COLLAR, "Collar isabelino", "unidad", 35_000).setReorderPoint(15).build(),
        product(MEDICINE, "Amoxicilina 250 mg", "comprimido", 2_500)
            .setRequiresPrescription(true)
            .setMaxQuantity(60)
            .setReorderPoint(50)
            .build());
  }

  private static Product.Builder product(String id, String name, String unit, long price) {
    return Product.newBuilder()
        .setProductId(id)
        .setDisplayName(name)
        .setUnit(unit)
        .setPriceMinor(price)
        .setTaxRateBp(1000);
  }

  private static Coupon coupon() {
    return Coupon.newBuilder()
        .setCouponCode("BIENVENIDA")
        .setDisplayName("10 % en productos")
        .setRateBp(1000)
        .setMaxDiscountMinor(20_000)
        .setMaxUsesPerClient(1)
        .addAllProductIds(List.of(FOOD, COLLAR, MEDICINE))
        .setActive(true)
        .build();
  }

  /** Delivered once: what was sold since is not put back by a later start. */
  private boolean hadStock() {
    GetStockLevelRequest food = GetStockLevelRequest.newBuilder().setProductId(FOOD).build();
    return stock.getStockLevel(food).getLevel().getLocationsCount() > 0;
  }

  private ReceiveStockRequest delivery() {
    return ReceiveStockRequest.newBuilder()
        .setRequestId(UUID.randomUUID().toString())
        .addItems(StockReceipt.newBuilder().setProductId(FOOD).setQuantity(40))
        .addItems(StockReceipt.newBuilder().setProductId(COLLAR).setQuantity(12))
        .addItems(lot("A-117", 60, MONTHS_FIRST_LOT))
        .addItems(lot("B-204", 200, MONTHS_SECOND_LOT))
        .build();
  }

  private StockReceipt lot(String code, long quantity, int months) {
    return StockReceipt.newBuilder()
        .setProductId(MEDICINE)
        .setLotCode(code)
        .setExpiryDate(LocalTimes.date(today.plusMonths(months)))
        .setQuantity(quantity)
        .build();
  }
}
