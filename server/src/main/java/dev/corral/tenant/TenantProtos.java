package dev.corral.tenant;

import dev.corral.kernel.Outcome;
import dev.corral.kernel.Refused;
import dev.corral.kernel.Row;
import dev.corral.tenant.v1.ClassLimits;
import dev.corral.tenant.v1.RefundPolicy;
import dev.corral.tenant.v1.SurplusPolicy;
import dev.corral.tenant.v1.TaxMode;
import dev.corral.tenant.v1.TaxRounding;
import dev.corral.tenant.v1.Tenant;
import dev.corral.tenant.v1.TenantLimits;
import dev.corral.tenant.v1.TenantSettings;
import java.sql.SQLException;
import java.util.Currency;

/** Tenants between the contract and the database. */
final class TenantProtos {

  private static final String SURPLUS_PREFIX = "SURPLUS_POLICY_";
  private static final String REFUND_PREFIX = "REFUND_POLICY_";
  private static final int HORIZON_DAYS_DEFAULT = 180;
  private static final int SLOT_STEP_MINUTES_DEFAULT = 15;

  private TenantProtos() {}

  static Tenant tenant(Row row) throws SQLException {
    return Tenant.newBuilder()
        .setTenantId(row.text("tenant_id"))
        .setSettings(settings(row))
        .setVersion(row.bigint("version"))
        .setCreateTime(row.timestamp("create_time"))
        .setUpdateTime(row.timestamp("update_time"))
        .build();
  }

  private static TenantSettings settings(Row row) throws SQLException {
    return TenantSettings.newBuilder()
        .setDisplayName(row.text("display_name"))
        .setCurrencyCode(row.text("currency_code"))
        .setTimeZone(row.text("time_zone"))
        .setTaxMode(TaxMode.valueOf("TAX_MODE_" + row.text("tax_mode")))
        .setTaxRounding(TaxRounding.valueOf("TAX_ROUNDING_" + row.text("tax_rounding")))
        .setMinNoticeMinutes(row.integer("min_notice_minutes"))
        .setHorizonDays(row.integer("horizon_days"))
        .setCancelWindowMinutes(row.integer("cancel_window_minutes"))
        .setSlotStepMinutes(row.integer("slot_step_minutes"))
        .setSurplusPolicy(SurplusPolicy.valueOf(SURPLUS_PREFIX + row.text("surplus_policy")))
        .setRefundPolicy(RefundPolicy.valueOf(REFUND_PREFIX + row.text("refund_policy")))
        .build();
  }

  static TenantLimits limits(Row row) throws SQLException {
    return TenantLimits.newBuilder()
        .setRead(limits(row, "read"))
        .setWrite(limits(row, "write"))
        .setExpensive(limits(row, "expensive"))
        .setStrict(limits(row, "strict"))
        .build();
  }

  private static ClassLimits limits(Row row, String of) throws SQLException {
    ClassLimits.Builder limits = ClassLimits.newBuilder();
    if (!row.isNull(of + "_calls_per_second")) {
      limits.setCallsPerSecond(row.integer(of + "_calls_per_second"));
    }
    if (!row.isNull(of + "_calls_in_flight")) {
      limits.setCallsInFlight(row.integer(of + "_calls_in_flight"));
    }
    return limits.build();
  }

  /** The limit, or null for the server's default. */
  static Integer callsPerSecond(ClassLimits limits) {
    return limits.hasCallsPerSecond() ? limits.getCallsPerSecond() : null;
  }

  /** The limit, or null for the server's default. */
  static Integer callsInFlight(ClassLimits limits) {
    return limits.hasCallsInFlight() ? limits.getCallsInFlight() : null;
  }

  /** The currency, if ISO 4217 has it. */
  static String currency(TenantSettings settings) {
    try {
      return Currency.getInstance(settings.getCurrencyCode()).getCurrencyCode();
    } catch (IllegalArgumentException e) {
      throw new Refused(Outcome.UNKNOWN_CURRENCY);
    }
  }

  static String taxMode(TenantSettings settings) {
    return settings.getTaxMode().name().substring("TAX_MODE_".length());
  }

  static String taxRounding(TenantSettings settings) {
    return settings.getTaxRounding().name().substring("TAX_ROUNDING_".length());
  }

  static int horizonDays(TenantSettings settings) {
    return settings.hasHorizonDays() ? settings.getHorizonDays() : HORIZON_DAYS_DEFAULT;
  }

  static int slotStepMinutes(TenantSettings settings) {
    return settings.hasSlotStepMinutes()
        ? settings.getSlotStepMinutes()
        : SLOT_STEP_MINUTES_DEFAULT;
  }

  /** The policy, or the default of the contract. */
  static String surplusPolicy(TenantSettings settings) {
    return settings.getSurplusPolicy() == SurplusPolicy.SURPLUS_POLICY_UNSPECIFIED
        ? "REFUSE"
        : settings.getSurplusPolicy().name().substring(SURPLUS_PREFIX.length());
  }

  /** The policy, or the default of the contract. */
  static String refundPolicy(TenantSettings settings) {
    return settings.getRefundPolicy() == RefundPolicy.REFUND_POLICY_UNSPECIFIED
        ? "METHOD"
        : settings.getRefundPolicy().name().substring(REFUND_PREFIX.length());
  }
}
