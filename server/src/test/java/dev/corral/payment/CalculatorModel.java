package dev.corral.payment;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What a bill comes to by the words of the contract alone: discounts of lines, a discount of the
 * whole spread by the largest remainder, tax on each line or on the total of each rate, half up.
 * Knows nothing of the SQL.
 */
public final class CalculatorModel {

  public static final BigInteger MAX = BigInteger.TEN.pow(15);
  private static final BigInteger BP = BigInteger.valueOf(10_000);

  /** One line as asked: of the two discounts at most one is not null. */
  public record Line(long quantity, long price, Long discount, Integer discountBp, int taxBp) {}

  /** A whole bill as asked. */
  public record Bill(
      List<Line> lines, Long discount, Integer discountBp, boolean inclusive, boolean perLine) {}

  /** One line as calculated. */
  public record Figures(BigInteger discount, BigInteger net, BigInteger tax) {
    public BigInteger total() {
      return net.add(tax);
    }
  }

  /** OK with the figures of each line, or a refusal without. */
  public record Answer(String outcome, List<Figures> lines) {}

  private CalculatorModel() {}

  public static Answer calculate(Bill bill) {
    List<BigInteger> prices = new ArrayList<>();
    List<BigInteger> rests = new ArrayList<>();
    boolean fits = true;
    for (Line line : bill.lines()) {
      BigInteger price = whole(line.quantity()).multiply(whole(line.price()));
      BigInteger rest = price.subtract(discount(price, line.discount(), line.discountBp()));
      fits &= rest.signum() >= 0;
      prices.add(price);
      rests.add(rest);
    }
    BigInteger base = sum(rests);
    BigInteger discount = discount(base, bill.discount(), bill.discountBp());
    if (!fits || discount.compareTo(base) > 0) {
      return new Answer("INVALID_DISCOUNT", null);
    }
    List<Figures> figures = figures(bill, prices, minus(rests, spread(bill, discount, rests)));
    BigInteger total = sum(figures.stream().map(Figures::total).toList());
    boolean tooLarge = sum(prices).compareTo(MAX) > 0 || total.compareTo(MAX) > 0;
    return tooLarge ? new Answer("AMOUNT_TOO_LARGE", null) : new Answer("OK", figures);
  }

  private static List<Figures> figures(
      Bill bill, List<BigInteger> prices, List<BigInteger> amounts) {
    List<BigInteger> taxes =
        bill.perLine() ? taxOfLines(bill, amounts) : taxOfTotals(bill, amounts);
    List<Figures> figures = new ArrayList<>();
    for (int i = 0; i < amounts.size(); i++) {
      BigInteger net = bill.inclusive() ? amounts.get(i).subtract(taxes.get(i)) : amounts.get(i);
      figures.add(new Figures(prices.get(i).subtract(amounts.get(i)), net, taxes.get(i)));
    }
    return figures;
  }

  /** A discount on the whole, spread by what the lines leave. */
  private static List<BigInteger> spread(Bill bill, BigInteger discount, List<BigInteger> rests) {
    Comparator<Integer> ties =
        Comparator.comparing((Integer i) -> rests.get(i))
            .thenComparing(i -> bill.lines().get(i).taxBp())
            .reversed();
    return largestRemainder(discount, discount, rests, sum(rests), ties);
  }

  private static List<BigInteger> taxOfLines(Bill bill, List<BigInteger> amounts) {
    List<BigInteger> taxes = new ArrayList<>();
    for (int i = 0; i < amounts.size(); i++) {
      int rate = bill.lines().get(i).taxBp();
      taxes.add(halfUp(amounts.get(i).multiply(whole(rate)), divisor(bill, rate)));
    }
    return taxes;
  }

  /** Rounded once for each rate, then shared among its lines. */
  private static List<BigInteger> taxOfTotals(Bill bill, List<BigInteger> amounts) {
    TreeMap<Integer, List<Integer>> byRate = new TreeMap<>();
    for (int i = 0; i < amounts.size(); i++) {
      byRate.computeIfAbsent(bill.lines().get(i).taxBp(), rate -> new ArrayList<>()).add(i);
    }
    BigInteger[] taxes = new BigInteger[amounts.size()];
    byRate.forEach(
        (rate, members) -> {
          List<BigInteger> own = members.stream().map(amounts::get).toList();
          BigInteger divisor = divisor(bill, rate);
          BigInteger tax = halfUp(sum(own).multiply(whole(rate)), divisor);
          Comparator<Integer> ties = Comparator.comparing((Integer i) -> own.get(i)).reversed();
          List<BigInteger> shares = largestRemainder(tax, whole(rate), own, divisor, ties);
          IntStream.range(0, own.size()).forEach(i -> taxes[members.get(i)] = shares.get(i));
        });
    return List.of(taxes);
  }

  /** Each gets the floor of factor x weight / divisor; what is missing of the sum goes round. */
  private static List<BigInteger> largestRemainder(
      BigInteger sum,
      BigInteger factor,
      List<BigInteger> weights,
      BigInteger divisor,
      Comparator<Integer> ties) {
    if (divisor.signum() == 0) {
      return weights.stream().map(weight -> BigInteger.ZERO).toList();
    }
    List<BigInteger> shares =
        new ArrayList<>(weights.stream().map(w -> factor.multiply(w).divide(divisor)).toList());
    int missing = sum.subtract(sum(shares)).intValueExact();
    Comparator<Integer> byRemainder =
        Comparator.comparing((Integer i) -> factor.multiply(weights.get(i)).mod(divisor));
    IntStream.range(0, weights.size())
        .boxed()
        .sorted(byRemainder.reversed().thenComparing(ties))
        .limit(missing)
        .forEach(i -> shares.set(i, shares.get(i).add(BigInteger.ONE)));
    return shares;
  }

  private static BigInteger discount(BigInteger of, Long minor, Integer bp) {
    if (minor != null) {
      return whole(minor);
    }
    return bp == null ? BigInteger.ZERO : halfUp(of.multiply(whole(bp)), BP);
  }

  private static BigInteger divisor(Bill bill, int rate) {
    return bill.inclusive() ? BP.add(whole(rate)) : BP;
  }

  private static BigInteger halfUp(BigInteger dividend, BigInteger divisor) {
    return new BigDecimal(dividend)
        .divide(new BigDecimal(divisor), 0, RoundingMode.HALF_UP)
        .toBigIntegerExact();
  }

  private static List<BigInteger> minus(List<BigInteger> from, List<BigInteger> what) {
    return IntStream.range(0, from.size())
        .mapToObj(i -> from.get(i).subtract(what.get(i)))
        .toList();
  }

  public static BigInteger sum(List<BigInteger> numbers) {
    return numbers.stream().reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static BigInteger whole(long number) {
    return BigInteger.valueOf(number);
  }
}
