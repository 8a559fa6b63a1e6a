package dev.corral.catalog;

import dev.corral.catalog.v1.Coupon;
import dev.corral.grpc.LocalTimes;
import dev.corral.kernel.Row;
import java.sql.SQLException;
import java.time.LocalDate;

/** Coupons between the contract and the database. */
final class CouponProtos {

  private CouponProtos() {}

  static Coupon coupon(Row row) throws SQLException {
    Coupon.Builder coupon =
        Coupon.newBuilder()
            .setCouponCode(row.text("coupon_code"))
            .setDisplayName(row.text("display_name"))
            .setMaxDiscountMinor(row.bigint("max_discount_minor"))
            .setMinSubtotalMinor(row.bigint("min_subtotal_minor"))
            .setMaxUses(row.bigint("max_uses"))
            .setMaxUsesPerClient(row.bigint("max_uses_per_client"))
            .addAllProductIds(row.texts("product_ids"))
            .addAllServiceIds(row.texts("service_ids"))
            .setActive(row.bool("active"))
            .setUpdateTime(row.timestamp("update_time"));
    setDiscount(coupon, row);
    setDates(coupon, row);
    return coupon.build();
  }

  /** The discount as an amount, or null where it is a rate. */
  static Long amountMinor(Coupon coupon) {
    return coupon.hasAmountMinor() ? coupon.getAmountMinor() : null;
  }

  /** The discount as a rate, or null where it is an amount. */
  static Integer rateBp(Coupon coupon) {
    return coupon.hasRateBp() ? coupon.getRateBp() : null;
  }

  /** The first day on which it is good, or null for any. */
  static LocalDate firstDate(Coupon coupon) {
    return coupon.hasFirstDate() ? LocalTimes.date(coupon.getFirstDate()) : null;
  }

  /** The last day on which it is good, or null for any. */
  static LocalDate lastDate(Coupon coupon) {
    return coupon.hasLastDate() ? LocalTimes.date(coupon.getLastDate()) : null;
  }

  private static void setDiscount(Coupon.Builder coupon, Row row) throws SQLException {
    if (row.isNull("amount_minor")) {
      coupon.setRateBp(row.integer("rate_bp"));
    } else {
      coupon.setAmountMinor(row.bigint("amount_minor"));
    }
  }

  private static void setDates(Coupon.Builder coupon, Row row) throws SQLException {
    if (!row.isNull("first_date")) {
      coupon.setFirstDate(LocalTimes.date(row.date("first_date")));
    }
    if (!row.isNull("last_date")) {
      coupon.setLastDate(LocalTimes.date(row.date("last_date")));
    }
  }
}
