package dev.corral.prove;

import dev.corral.payment.v1.Invoice;
import dev.corral.payment.v1.RecordInvoicePaymentRequest;
import dev.corral.payment.v1.RecordInvoicePaymentResponse;
import java.util.HashSet;
import java.util.Set;

/**
 * One payment, sent ten times at once under one request id as clients do that get no answer in
 * time, and once more afterwards. All eleven must get the one answer.
 */
final class OnePaymentSentOften extends Contest {

  private static final int CALLERS = 10;
  private static final long TOTAL_MINOR = 500;
  private static final long PAID_MINOR = 100;

  private final Scene scene;
  private Till till;

  OnePaymentSentOften(Scene scene) {
    super("one payment sent ten times", "double payments", CALLERS);
    this.scene = scene;
  }

  @Override
  void prepare(int rounds) {
    till = new Till(scene);
  }

  @Override
  void round(int number, Tally tally) {
    Invoice invoice = till.issued(TOTAL_MINOR);
    RecordInvoicePaymentRequest payment = till.payment(invoice, PAID_MINOR);
    Calls<RecordInvoicePaymentResponse> calls = Calls.atOnce(CALLERS, i -> till.pay(payment));
    Calls<RecordInvoicePaymentResponse> late = Calls.atOnce(1, i -> till.pay(payment));
    tally.count(calls);
    tally.count(late);
    Set<RecordInvoicePaymentResponse> answers = new HashSet<>(calls.won());
    answers.addAll(late.won());
    tally.expect(answers.size() == 1, answers.size() + " different answers to one request");
    till.check(invoice, PAID_MINOR, tally);
  }
}
