package dev.corral.prove;

import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.RecordInvoicePaymentResponse;

/** Ten different payments of all that is due. */
final class PaymentsThatFitOnce extends Contest {

  private static final int CALLERS = 10;
  private static final long TOTAL_MINOR = 500;

  private final Scene scene;
  private Till till;

  PaymentsThatFitOnce(Scene scene) {
    super("ten payments of the whole", "double payments", CALLERS);
    this.scene = scene;
  }

  @Override
  void prepare(int rounds) {
    till = new Till(scene);
  }

  @Override
  void round(int number, Tally tally) {
    Invoice invoice = till.issued(TOTAL_MINOR);
    Calls<RecordInvoicePaymentResponse> calls =
        Calls.atOnce(CALLERS, i -> till.pay(till.payment(invoice, TOTAL_MINOR)));
    tally.count(calls, "OVERPAYMENT");
    int won = calls.won().size();
    tally.expect(won == 1, won + " callers were told that they have paid the whole");
    till.check(invoice, TOTAL_MINOR, tally);
  }
}
