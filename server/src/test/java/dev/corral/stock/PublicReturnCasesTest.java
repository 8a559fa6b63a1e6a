package dev.corral.stock;

import static dev.corral.stock.StockCalls.assertLevel;
import static dev.corral.stock.StockCalls.returning;
import static dev.corral.stock.StockCalls.stored;
import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Clinic;
import dev.corral.Shop;
import dev.corral.TestServer;
import dev.corral.common.v1.Money;
import dev.corral.kernel.Outcome;
import dev.corral.payment.v1.Payment;
import dev.corral.payment.v1.PaymentMethod;
import dev.corral.payment.v1.PaymentServiceGrpc.PaymentServiceBlockingStub;
import dev.corral.payment.v1.RecordInvoicePaymentRequest;
import dev.corral.payment.v1.RefundPaymentRequest;
import dev.corral.payment.v1.UpsertPaymentMethodRequest;
import dev.corral.payment.v1.VoidInvoiceRequest;
import dev.corral.stock.v1.StockMovement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * What others reported of cancelled orders and of returns, tried on Corral: an order is a
 * reservation until it is committed, and what was handed out comes back as a return.
 */
class PublicReturnCasesTest {

  private final TestServer server = TestServer.shared();
  private final Shop shop = Shop.open(server, Clinic.settings(StockCalls.zoneAtNoon()).build());

  @AfterAll
  static void invariantsHold() {
    assertThat(TestServer.shared().violatedInvariants()).isEmpty();
  }

  // 071, magento/inventory#1887
  @Test
  void cancelOfTheRestGivesBackTheRest() {
    String product = shop.product(500, 100);
    String order = shop.reserve(Shop.demand(product, 5)).getReservationId();
    shop.commit(order, Shop.demand(product, 3));
    assertLevel(shop.level(product), 97, 2, 0);
    shop.release(order);
    assertLevel(shop.level(product), 97, 0, 0);
  }

  // 073, magento/inventory#1849
  @Test
  void cancelOfAnOrderThatWasHandedOutGivesNothingBack() {
    String product = shop.product(500, 100);
    String order = shop.reserve(Shop.demand(product, 5)).getReservationId();
    shop.commit(order);
    assertRefused(Outcome.RESERVATION_NOT_OPEN, () -> shop.release(order));
    assertLevel(shop.level(product), 95, 0, 0);
  }

  // 075, PrestaShop/PrestaShop#24735
  @Test
  void returnedOrderComesBackOnce() {
    String product = shop.product(500, 10);
    String order = shop.reserve(Shop.demand(product, 5)).getReservationId();
    StockMovement sale = shop.commit(order).getMovements(0);
    shop.stock().adjustStock(returning(sale, 5).build());
    assertLevel(shop.level(product), 10, 0, 0);
    assertRefused(
        Outcome.RETURN_TOO_LARGE, () -> shop.stock().adjustStock(returning(sale, 5).build()));
    assertRefused(Outcome.RESERVATION_NOT_OPEN, () -> shop.release(order));
    assertRefused(Outcome.RESERVATION_NOT_OPEN, () -> shop.commit(order));
    assertLevel(shop.level(product), 10, 0, 0);
  }

  // 077, woocommerce/woocommerce#28854
  @Test
  void moneyThatIsGivenBackReturnsNoUnits() {
    String product = shop.product(500, 10);
    String invoice = shop.buy(product, 3).getInvoiceId();
    PaymentServiceBlockingStub payments = shop.clinic().payments();
    Money total =
        Money.newBuilder()
            .setCurrencyCode("PYG")
            .setMinorUnits(shop.invoice(invoice).getTotalMinor())
            .build();
    Payment paid = pay(payments, invoice, total);
    payments.refundPayment(
        RefundPaymentRequest.newBuilder()
            .setRequestId(Clinic.newId())
            .setPaymentId(paid.getPaymentId())
            .setAmount(total)
            .setReason("disappointed")
            .build());
    payments.voidInvoice(
        VoidInvoiceRequest.newBuilder()
            .setRequestId(Clinic.newId())
            .setInvoiceId(invoice)
            .setReason("given back")
            .build());
    assertLevel(shop.level(product), 7, 0, 0);
    assertThat(shop.movements(product)).hasSize(2);
  }

  // 079, medusajs/medusa#12401
  @Test
  void reservationThatIsGivenBackTwiceHoldsNothing() {
    String product = shop.product(500, 10);
    String order = shop.reserve(Shop.demand(product, 4)).getReservationId();
    shop.release(order);
    assertRefused(Outcome.RESERVATION_NOT_OPEN, () -> shop.release(order));
    assertRefused(Outcome.RESERVATION_NOT_OPEN, () -> shop.commit(order));
    assertLevel(shop.level(product), 10, 0, 0);
  }

  // 097, YosemiteCrew/Yosemite-Crew PR#3254
  @Test
  void noMoreIsPutBackThanWasDrawn() {
    String product = shop.product(500, 0);
    shop.receive("", shop.lot(product, "A", 10, 30));
    StockMovement drawn =
        shop.commit(shop.reserve(Shop.demand(product, 6)).getReservationId()).getMovements(0);
    shop.stock().adjustStock(returning(drawn, 2).build());
    List<String> before = stored(server, shop.clinic());
    assertThat(
            assertRefused(
                    Outcome.RETURN_TOO_LARGE,
                    () -> shop.stock().adjustStock(returning(drawn, 6).build()))
                .getMetadataMap())
        .containsExactly(Map.entry("returnable", "4"));
    assertThat(stored(server, shop.clinic())).isEqualTo(before);
    shop.stock().adjustStock(returning(drawn, 4).build());
    assertLevel(shop.level(product), 10, 0, 0);
  }

  private static Payment pay(PaymentServiceBlockingStub payments, String invoice, Money amount) {
    payments.upsertPaymentMethod(
        UpsertPaymentMethodRequest.newBuilder()
            .setRequestId(Clinic.newId())
            .setMethod(
                PaymentMethod.newBuilder()
                    .setMethodId("cash")
                    .setDisplayName("Cash")
                    .setActive(true))
            .build());
    return payments
        .recordInvoicePayment(
            RecordInvoicePaymentRequest.newBuilder()
                .setRequestId(Clinic.newId())
                .setInvoiceId(invoice)
                .setMethodId("cash")
                .setAmount(amount)
                .build())
        .getPayment();
  }
}
