package dev.corral.payment;

import static dev.corral.payment.CalculatorBatch.line;
import static dev.corral.payment.CalculatorBatch.madeFree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.TestServer;
import dev.corral.payment.CalculatorModel.Answer;
import dev.corral.payment.CalculatorModel.Bill;
import dev.corral.payment.CalculatorModel.Figures;
import dev.corral.payment.CalculatorModel.Line;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Bills that other systems got wrong, and the edges of what the calculator takes. */
class CalculatorCasesTest {

  private static final long MAX = 1_000_000_000_000_000L;

  private final String database = TestServer.shared().databaseUrl();

  // https://github.com/odoo/odoo/issues/36675
  @Test
  void taxOf5555And1111At23PercentIs1533OnTheTotalAnd1534OnTheLines() {
    List<Line> lines = List.of(line(1, 5555, 2300), line(1, 1111, 2300));
    assertThat(tax(new Bill(lines, null, null, false, false))).isEqualTo(1533);
    assertThat(tax(new Bill(lines, null, null, false, true))).isEqualTo(1534);
  }

  // https://github.com/odoo/odoo/pull/156897
  @Test
  void fiveLinesAt15PercentAndAllOffAreExactlyZero() {
    List<Line> lines =
        Stream.of(560, 892, 4491, 21_726, 240_000).map(price -> line(1, price, 1500)).toList();
    madeFree(new Bill(lines, null, null, false, false)).forEach(this::assertFree);
    madeFree(new Bill(lines, null, null, false, true)).forEach(this::assertFree);
  }

  // https://github.com/frappe/erpnext/issues/52001
  @Test
  void priceWithTaxAndAllOffIsExactlyZero() {
    madeFree(new Bill(List.of(line(1, 1300, 1500)), null, null, true, true))
        .forEach(this::assertFree);
  }

  // https://github.com/OCA/sale-workflow/pull/4557
  @Test
  void noDiscountIsExactlyZeroDiscount() {
    List<Line> lines =
        List.of(line(3, 3460, 0), line(1, 25_000, 0), line(6, 4713, 0), line(6, 4501, 0));
    Answer answer = calculate(List.of(new Bill(lines, null, null, false, false))).getFirst();
    assertThat(answer.lines()).allMatch(l -> l.discount().signum() == 0);
    assertThat(sum(answer.lines(), Figures::total)).isEqualTo(90_664);
  }

  // https://github.com/medusajs/medusa/issues/12226
  @Test
  void discountThatCoversTheWholeLeavesNoFraction() {
    List<Line> lines = IntStream.range(0, 7).mapToObj(i -> line(3, 333 + i, 2100)).toList();
    madeFree(new Bill(lines, null, null, true, false)).forEach(this::assertFree);
  }

  @Test
  void halvesAreRoundedUpOnceForEachRateAndOnEachLine() {
    List<Line> lines = List.of(line(1, 5, 1000), line(1, 5, 1000), line(1, 5, 1000));
    assertThat(tax(new Bill(lines, null, null, false, true))).isEqualTo(3);
    assertThat(tax(new Bill(lines, null, null, false, false))).isEqualTo(2);
    List<Line> rates = List.of(line(1, 5, 1000), line(1, 1, 5000));
    assertThat(tax(new Bill(rates, null, null, false, false))).isEqualTo(2);
    assertThat(tax(new Bill(List.of(line(1, 11, 1000)), null, null, true, false))).isEqualTo(1);
  }

  @Test
  void sumsAreBoundedAndNeverOverflow() {
    assertThat(outcome(line(1, MAX, 0))).isEqualTo("OK");
    assertThat(outcome(line(1, MAX - 1, 0), line(1, 1, 0))).isEqualTo("OK");
    assertThat(outcome(line(1, MAX, 0), line(1, 1, 0))).isEqualTo("AMOUNT_TOO_LARGE");
    assertThat(outcome(line(1, MAX, 1))).isEqualTo("AMOUNT_TOO_LARGE");
    Line[] most = Collections.nCopies(200, line(1_000_000, MAX, 10_000)).toArray(new Line[0]);
    assertThat(outcome(most)).isEqualTo("AMOUNT_TOO_LARGE");
    assertThat(outcome(new Line(1_000_000, MAX, MAX, null, 10_000))).isEqualTo("AMOUNT_TOO_LARGE");
  }

  @Test
  void discountOverWhatThereIsIsRefused() {
    assertThat(outcome(new Line(2, 50, 100L, null, 0))).isEqualTo("OK");
    assertThat(outcome(new Line(2, 50, 101L, null, 0))).isEqualTo("INVALID_DISCOUNT");
    List<Line> half = List.of(new Line(2, 50, null, 5000, 0));
    assertThat(outcome(new Bill(half, 50L, null, true, true))).isEqualTo("OK");
    assertThat(outcome(new Bill(half, 51L, null, true, true))).isEqualTo("INVALID_DISCOUNT");
    List<Line> nothing = List.of(line(1, 0, 1000));
    assertThat(outcome(new Bill(nothing, 0L, null, true, true))).isEqualTo("OK");
    assertThat(outcome(new Bill(nothing, 1L, null, true, true))).isEqualTo("INVALID_DISCOUNT");
  }

  private List<Answer> calculate(List<Bill> bills) {
    return CalculatorBatch.calculate(database, bills);
  }

  private String outcome(Line... lines) {
    return outcome(new Bill(List.of(lines), null, null, false, true));
  }

  private String outcome(Bill bill) {
    return calculate(List.of(bill)).getFirst().outcome();
  }

  private long tax(Bill bill) {
    return sum(calculate(List.of(bill)).getFirst().lines(), Figures::tax);
  }

  private void assertFree(Bill bill) {
    Answer answer = calculate(List.of(bill)).getFirst();
    assertThat(sum(answer.lines(), Figures::total)).as("%s", bill).isZero();
  }

  private static long sum(List<Figures> lines, Function<Figures, BigInteger> figure) {
    return CalculatorModel.sum(lines.stream().map(figure).toList()).longValueExact();
  }
}
