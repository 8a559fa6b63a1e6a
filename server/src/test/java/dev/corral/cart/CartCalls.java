package dev.corral.cart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.cart.v1.ApplyCouponRequest;
import dev.corral.cart.v1.Cart;
import dev.corral.cart.v1.CartLine;
import dev.corral.cart.v1.CartLineInput;
import dev.corral.cart.v1.CartLineKey;
import dev.corral.cart.v1.CartOwner;
import dev.corral.cart.v1.ClearCartRequest;
import dev.corral.cart.v1.DeviceLines;
import dev.corral.cart.v1.MergeCartRequest;
import dev.corral.cart.v1.MergeCartResponse;
import dev.corral.cart.v1.MergeStrategy;
import dev.corral.cart.v1.PreviewCheckoutRequest;
import dev.corral.cart.v1.RemoveCartLineRequest;
import dev.corral.cart.v1.RemoveCouponRequest;
import dev.corral.cart.v1.SetCartLineRequest;
import dev.corral.catalog.v1.Coupon;
import dev.corral.directory.v1.Pet;
import dev.corral.directory.v1.PetStatus;
import dev.corral.directory.v1.UpsertPetRequest;
import dev.corral.testing.Sql;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Requests of CartService to complete and send, each with a fresh request id. */
final class CartCalls {

  private CartCalls() {}

  static CartLineInput.Builder visit(String serviceId, int quantity) {
    return CartLineInput.newBuilder()
        .setKey(CartLineKey.newBuilder().setServiceId(serviceId))
        .setQuantity(quantity);
  }

  static CartLineInput.Builder forPet(CartLineInput.Builder line, String petId) {
    line.getKeyBuilder().setPetId(petId);
    return line;
  }

  static CartLineInput.Builder variant(CartLineInput.Builder line, String variant) {
    line.getKeyBuilder().setVariant(variant);
    return line;
  }

  static SetCartLineRequest.Builder setting(CartOwner owner, CartLineInput.Builder line) {
    return SetCartLineRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setOwner(owner)
        .setLine(line);
  }

  static RemoveCartLineRequest.Builder removing(CartOwner owner, CartLineInput.Builder line) {
    return RemoveCartLineRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setOwner(owner)
        .setKey(line.getKey());
  }

  static ClearCartRequest.Builder clearing(Cart seen) {
    return ClearCartRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setOwner(seen.getOwner())
        .setVersion(seen.getVersion());
  }

  static ApplyCouponRequest.Builder applying(CartOwner owner, String couponCode) {
    return ApplyCouponRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setOwner(owner)
        .setCouponCode(couponCode);
  }

  static RemoveCouponRequest.Builder takingOff(CartOwner owner) {
    return RemoveCouponRequest.newBuilder().setRequestId(Clinic.newId()).setOwner(owner);
  }

  /** A merge of lines that a device has kept. */
  static MergeCartRequest.Builder bringing(Shop shop, CartLineInput.Builder... lines) {
    DeviceLines.Builder kept = DeviceLines.newBuilder();
    for (CartLineInput.Builder line : lines) {
      kept.addLines(line);
    }
    return MergeCartRequest.newBuilder()
        .setRequestId(Clinic.newId())
        .setClientId(shop.client())
        .setDeviceLines(kept);
  }

  static MergeCartResponse bring(
      Shop shop, MergeStrategy strategy, CartLineInput.Builder... lines) {
    return shop.carts().mergeCart(bringing(shop, lines).setStrategy(strategy).build());
  }

  static PreviewCheckoutRequest.Builder previewing(Shop shop) {
    return PreviewCheckoutRequest.newBuilder().setClientId(shop.client());
  }

  static Cart preview(Shop shop) {
    return shop.carts().previewCheckout(previewing(shop).build()).getCart();
  }

  /** A coupon to change and store. */
  static Coupon.Builder rate(String couponCode, int rateBp) {
    return coupon(couponCode).setRateBp(rateBp);
  }

  /** A coupon to change and store. */
  static Coupon.Builder amount(String couponCode, long amountMinor) {
    return coupon(couponCode).setAmountMinor(amountMinor);
  }

  private static Coupon.Builder coupon(String couponCode) {
    return Coupon.newBuilder().setCouponCode(couponCode).setDisplayName("Coupon").setActive(true);
  }

  /** The pet belongs to another client from now on. */
  static void giveAway(Clinic clinic, String petId) {
    clinic
        .directory()
        .upsertPet(
            UpsertPetRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setPet(
                    Pet.newBuilder()
                        .setPetId(petId)
                        .setClientId(clinic.client())
                        .setDisplayName("Pet")
                        .setSpecies("dog")
                        .setStatus(PetStatus.PET_STATUS_ACTIVE))
                .build());
  }

  static List<CartLineKey> keys(Cart cart) {
    return cart.getLinesList().stream().map(CartLine::getKey).toList();
  }

  static List<Integer> quantities(Cart cart) {
    return cart.getLinesList().stream().map(CartLine::getQuantity).toList();
  }

  /** Asserts that a cart's amounts are the sums of its lines'. */
  static void assertSums(Cart cart) {
    List<CartLine> lines = cart.getLinesList();
    assertThat(
            List.of(
                lines.stream().mapToLong(l -> l.getQuantity() * l.getUnitPriceMinor()).sum(),
                lines.stream().mapToLong(CartLine::getDiscountMinor).sum(),
                lines.stream().mapToLong(CartLine::getNetMinor).sum(),
                lines.stream().mapToLong(CartLine::getTaxMinor).sum(),
                lines.stream().mapToLong(CartLine::getTotalMinor).sum()))
        .isEqualTo(
            List.of(
                cart.getSubtotalMinor(),
                cart.getDiscountMinor(),
                cart.getNetMinor(),
                cart.getTaxMinor(),
                cart.getTotalMinor()));
    assertThat(cart.getTotalMinor()).isEqualTo(cart.getNetMinor() + cart.getTaxMinor());
  }

  /**
   * Every row of carts, stock and bills, every answer and audit row of a clinic; but what is only
   * there to be locked: carts of version 0, coupons without a use, stock items.
   */
  static List<String> stored(TestServer server, Clinic clinic) {
    Stream<String> tables =
        Sql.rows(
            server.databaseUrl(),
            "SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables"
                + " WHERE table_schema IN ('cart', 'stock', 'payment', 'kernel')"
                + " AND table_type = 'BASE TABLE' AND table_name <> 'item'"
                + " AND EXISTS (SELECT 1 FROM information_schema.columns AS c"
                + " WHERE c.table_schema = tables.table_schema"
                + " AND c.table_name = tables.table_name AND c.column_name = 'tenant_id')")
            .stream();
    String sql =
        tables
            .map(
                table ->
                    "SELECT '%1$s' AS name, t::text AS row FROM %1$s AS t"
                        .concat(" WHERE tenant_id = '%2$s'%3$s")
                        .formatted(table, clinic.tenantId(), onlyLocks(table)))
            .collect(Collectors.joining(" UNION ALL ", "", " ORDER BY 1, 2"));
    return Sql.rows(server.databaseUrl(), sql);
  }

  private static String onlyLocks(String table) {
    return switch (table) {
      case "cart.cart" -> " AND t.version > 0";
      case "cart.coupon_usage" -> " AND t.used > 0";
      default -> "";
    };
  }
}
