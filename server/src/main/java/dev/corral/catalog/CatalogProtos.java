package dev.corral.catalog;

import dev.corral.catalog.v1.Product;
import dev.corral.catalog.v1.Service;
import dev.corral.grpc.WeeklyWindows;
import dev.corral.kernel.Row;
import java.sql.SQLException;

/** Services and products between the contract and the database. */
final class CatalogProtos {

  private CatalogProtos() {}

  static Service service(Row row) throws SQLException {
    Service.Builder service =
        Service.newBuilder()
            .setServiceId(row.text("service_id"))
            .setDisplayName(row.text("display_name"))
            .setDurationMinutes(row.integer("duration_minutes"))
            .setBufferBeforeMinutes(row.integer("buffer_before_minutes"))
            .setBufferAfterMinutes(row.integer("buffer_after_minutes"))
            .addAllOffered(offered(row).days())
            .addAllSpecies(row.texts("species"))
            .addAllStaffIds(row.texts("staff_ids"))
            .addAllRoomIds(row.texts("room_ids"))
            .addAllDeviceIds(row.texts("device_ids"))
            .setPriceMinor(row.bigint("price_minor"))
            .setTaxRateBp(row.integer("tax_rate_bp"))
            .setActive(row.bool("active"))
            .setUpdateTime(row.timestamp("update_time"));
    if (!row.isNull("max_per_day")) {
      service.setMaxPerDay(row.integer("max_per_day"));
    }
    return service.build();
  }

  static Product product(Row row) throws SQLException {
    Product.Builder product =
        Product.newBuilder()
            .setProductId(row.text("product_id"))
            .setDisplayName(row.text("display_name"))
            .setUnit(row.text("unit"))
            .setPriceMinor(row.bigint("price_minor"))
            .setTaxRateBp(row.integer("tax_rate_bp"))
            .setRequiresPrescription(row.bool("requires_prescription"))
            .addAllSpecies(row.texts("species"))
            .setMinQuantity(row.integer("min_quantity"))
            .setMaxQuantity(row.integer("max_quantity"))
            .setActive(row.bool("active"))
            .setUpdateTime(row.timestamp("update_time"));
    if (!row.isNull("reorder_point")) {
      product.setReorderPoint(row.bigint("reorder_point"));
    }
    return product.build();
  }

  static WeeklyWindows offered(Service service) {
    return WeeklyWindows.of(service.getOfferedList());
  }

  /** The daily maximum, or null for none. */
  static Integer maxPerDay(Service service) {
    return service.hasMaxPerDay() ? service.getMaxPerDay() : null;
  }

  /** The quantity at which it is named as low, or null for never. */
  static Long reorderPoint(Product product) {
    return product.hasReorderPoint() ? product.getReorderPoint() : null;
  }

  private static WeeklyWindows offered(Row row) throws SQLException {
    return new WeeklyWindows(
        row.integers("offered_weekdays"),
        row.integers("offered_starts"),
        row.integers("offered_ends"),
        row.bools("offered_breaks"));
  }
}
