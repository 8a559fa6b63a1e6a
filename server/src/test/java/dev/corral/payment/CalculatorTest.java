package dev.corral.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.TestServer;
import dev.corral.payment.CalculatorModel.Answer;
import dev.corral.payment.CalculatorModel.Bill;
import dev.corral.payment.CalculatorModel.Figures;
import dev.corral.payment.CalculatorModel.Line;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The one calculator against a model of the contract, on thousands of random bills. */
class CalculatorTest {

  private static final int BILLS = 4_000;

  private final String database = TestServer.shared().databaseUrl();

  @Test
  void randomBillsComeToWhatTheContractSays() {
    List<Bill> bills = CalculatorBatch.random(seed(), BILLS);
    List<Answer> answers = calculate(bills);
    for (int i = 0; i < BILLS; i++) {
      assertThat(answers.get(i))
          .as("%s", bills.get(i))
          .isEqualTo(CalculatorModel.calculate(bills.get(i)));
    }
    Map<String, Long> outcomes =
        answers.stream()
            .collect(Collectors.groupingBy(Answer::outcome, TreeMap::new, Collectors.counting()));
    System.out.println("calculator: " + outcomes);
    assertThat(outcomes).containsOnlyKeys("OK", "INVALID_DISCOUNT", "AMOUNT_TOO_LARGE");
  }

  /** Nothing is lost or made up: what is not discounted is net, or net and tax. */
  @Test
  void linesOfEveryBillAddUpAndNoFigureIsNegative() {
    List<Bill> bills = CalculatorBatch.random(seed(), BILLS);
    List<Answer> answers = calculate(bills);
    for (int i = 0; i < BILLS; i++) {
      Bill bill = bills.get(i);
      List<Figures> lines = answers.get(i).lines();
      for (int l = 0; lines != null && l < lines.size(); l++) {
        Figures line = lines.get(l);
        BigInteger price =
            BigInteger.valueOf(bill.lines().get(l).quantity())
                .multiply(BigInteger.valueOf(bill.lines().get(l).price()));
        BigInteger rest = bill.inclusive() ? line.total() : line.net();
        assertThat(rest.add(line.discount())).as("%s", bill).isEqualTo(price);
        assertThat(line.discount().min(line.net()).min(line.tax()).signum())
            .as("%s", bill)
            .isNotNegative();
      }
      if (lines != null && bill.discount() != null && isWithoutOwnDiscounts(bill)) {
        assertThat(sum(lines, Figures::discount)).as("%s", bill).isEqualTo(bill.discount());
      }
    }
  }

  @Test
  void fullDiscountOfAnyKindIsExactlyZero() {
    List<Bill> free =
        CalculatorBatch.random(seed(), BILLS / 4).stream()
            .map(
                bill ->
                    CalculatorBatch.withLines(
                        bill, bill.lines().stream().map(CalculatorTest::small).toList()))
            .flatMap(CalculatorBatch::madeFree)
            .toList();
    List<Answer> answers = calculate(free);
    for (int i = 0; i < free.size(); i++) {
      assertThat(answers.get(i).outcome()).as("%s", free.get(i)).isEqualTo("OK");
      assertThat(answers.get(i).lines())
          .as("%s", free.get(i))
          .allMatch(l -> l.net().signum() == 0 && l.tax().signum() == 0);
    }
  }

  @Test
  void orderOfLinesDoesNotMatter() {
    long seed = seed();
    List<Bill> bills = CalculatorBatch.random(seed, BILLS / 2);
    Random random = new Random(seed);
    List<Bill> shuffled =
        bills.stream()
            .map(
                bill -> {
                  List<Line> lines = new ArrayList<>(bill.lines());
                  Collections.shuffle(lines, random);
                  return CalculatorBatch.withLines(bill, lines);
                })
            .toList();
    List<Answer> before = calculate(bills);
    List<Answer> after = calculate(shuffled);
    for (int i = 0; i < bills.size(); i++) {
      assertThat(after.get(i).outcome()).isEqualTo(before.get(i).outcome());
      if (before.get(i).lines() != null) {
        assertThat(anyOrder(after.get(i)))
            .as("%s", bills.get(i))
            .isEqualTo(anyOrder(before.get(i)));
        assertThat(sum(after.get(i).lines(), Figures::discount))
            .isEqualTo(sum(before.get(i).lines(), Figures::discount));
      }
    }
  }

  private List<Answer> calculate(List<Bill> bills) {
    return CalculatorBatch.calculate(database, bills);
  }

  private static long seed() {
    long seed = System.nanoTime();
    System.out.println("calculator: seed " + seed);
    return seed;
  }

  private static Line small(Line line) {
    return CalculatorBatch.line(line.quantity() % 100 + 1, line.price() % 1_000_000, line.taxBp());
  }

  private static boolean isWithoutOwnDiscounts(Bill bill) {
    return bill.lines().stream().allMatch(l -> l.discount() == null && l.discountBp() == null);
  }

  private static long sum(
      List<Figures> lines, java.util.function.Function<Figures, BigInteger> figure) {
    return CalculatorModel.sum(lines.stream().map(figure).toList()).longValueExact();
  }

  /** Lines of equal rate and rest may swap their last unit; their figures stay the same set. */
  private static List<Figures> anyOrder(Answer answer) {
    return answer.lines().stream()
        .map(l -> new Figures(BigInteger.ZERO, l.net(), l.tax()))
        .sorted(Comparator.comparing(Figures::net).thenComparing(Figures::tax))
        .toList();
  }
}
