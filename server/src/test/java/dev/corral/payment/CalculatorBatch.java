package dev.corral.payment;

import dev.corral.payment.CalculatorModel.Answer;
import dev.corral.payment.CalculatorModel.Bill;
import dev.corral.payment.CalculatorModel.Figures;
import dev.corral.payment.CalculatorModel.Line;
import dev.corral.testing.Sql;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random bills, and what {@code kernel.calculate_lines} makes of many in one statement. */
final class CalculatorBatch {

  private static final int[] RATES = {0, 1, 500, 1000, 1000, 2300, 3333, 10_000};
  private static final int[] DISCOUNTS_BP = {0, 1, 333, 1000, 2500, 5000, 9999, 10_000};

  private static final String SQL =
      """
      SELECT c.outcome,
             (SELECT string_agg(concat_ws(',', l.line_number, l.discount_minor, l.net_minor, l.tax_minor, l.total_minor),
                                ';' ORDER BY l.line_number)
                FROM unnest(c.lines) AS l)
        FROM jsonb_array_elements('[%s]') WITH ORDINALITY AS b (bill, place),
             LATERAL (SELECT array_agg(ROW(l.n, l.v ->> 0, l.v ->> 1, l.v ->> 2, l.v ->> 3, l.v ->> 4)::kernel.priced_line)
                             AS priced
                        FROM jsonb_array_elements(b.bill -> 4) WITH ORDINALITY AS l (v, n)) AS p,
             LATERAL kernel.calculate_lines(p.priced, (b.bill ->> 0)::bigint, (b.bill ->> 1)::integer,
                                            (b.bill ->> 2)::boolean, (b.bill ->> 3)::boolean) AS c
       ORDER BY b.place
      """;

  private CalculatorBatch() {}

  static List<Answer> calculate(String databaseUrl, List<Bill> bills) {
    String json = bills.stream().map(CalculatorBatch::json).collect(Collectors.joining(","));
    return Sql.rows(databaseUrl, SQL.formatted(json)).stream()
        .map(CalculatorBatch::answer)
        .toList();
  }

  private static String json(Bill bill) {
    String lines =
        bill.lines().stream()
            .map(l -> list(l.quantity(), l.price(), l.discount(), l.discountBp(), l.taxBp()))
            .collect(Collectors.joining(",", "[", "]"));
    return list(bill.discount(), bill.discountBp(), bill.inclusive(), bill.perLine(), lines);
  }

  private static String list(Object... values) {
    return Stream.of(values).map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
  }

  private static Answer answer(String row) {
    String[] parts = row.split("\\|");
    return new Answer(parts[0], parts[1].equals("null") ? null : figures(parts[1]));
  }

  private static List<Figures> figures(String text) {
    List<Figures> figures = new ArrayList<>();
    for (String line : text.split(";")) {
      BigInteger[] of =
          Arrays.stream(line.split(",")).map(BigInteger::new).toArray(BigInteger[]::new);
      Figures read = new Figures(of[1], of[2], of[3]);
      figures.add(read);
      if (of[0].intValueExact() != figures.size() || !read.total().equals(of[4])) {
        throw new AssertionError("a line out of place, or whose total is not net and tax: " + text);
      }
    }
    return figures;
  }

  /** Bills of 1 to 8 lines: many of a few units, where ties abound, some plain, some huge. */
  static List<Bill> random(long seed, int count) {
    Random random = new Random(seed);
    return Stream.generate(() -> bill(random)).limit(count).toList();
  }

  private static Bill bill(Random random) {
    int kind = random.nextInt(10);
    long priceBound = kind < 5 ? 12 : kind < 9 ? 3_000_000 : 1_000_000_000_000_000L;
    long quantityBound =
        kind < 5 ? 3 : kind < 9 ? 40 : kind == 9 && random.nextBoolean() ? 1 : 1_000_000;
    List<Line> lines =
        IntStream.rangeClosed(0, random.nextInt(8))
            .mapToObj(i -> line(random, quantityBound, priceBound))
            .toList();
    int how = random.nextInt(4);
    return new Bill(
        lines,
        how == 0 ? random.nextLong(priceBound * 2) : null,
        how == 1 ? pick(random, DISCOUNTS_BP) : null,
        random.nextBoolean(),
        random.nextBoolean());
  }

  private static Line line(Random random, long quantityBound, long priceBound) {
    long quantity = 1 + random.nextLong(quantityBound);
    long price = random.nextLong(priceBound + 1);
    long worth = Math.min(price * Math.min(quantity, 100), 1_000_000_000_000_000L);
    int how = random.nextInt(8);
    return new Line(
        quantity,
        price,
        how == 0 ? random.nextLong(worth + 2) : null,
        how == 1 ? pick(random, DISCOUNTS_BP) : null,
        pick(random, RATES));
  }

  private static int pick(Random random, int[] values) {
    return random.nextInt(4) == 0 ? random.nextInt(10_001) : values[random.nextInt(values.length)];
  }

  static Line line(long quantity, long price, int taxBp) {
    return new Line(quantity, price, null, null, taxBp);
  }

  static Bill withLines(Bill bill, List<Line> lines) {
    return new Bill(lines, bill.discount(), bill.discountBp(), bill.inclusive(), bill.perLine());
  }

  /** The bill with all off by a rate or an amount, of the whole or of each line. */
  static Stream<Bill> madeFree(Bill bill) {
    List<Line> lines = bill.lines();
    long base = lines.stream().mapToLong(l -> l.quantity() * l.price()).sum();
    boolean inclusive = bill.inclusive();
    boolean perLine = bill.perLine();
    return Stream.of(
        new Bill(lines, base, null, inclusive, perLine),
        new Bill(lines, null, 10_000, inclusive, perLine),
        new Bill(lines.stream().map(l -> off(l, true)).toList(), 0L, null, inclusive, perLine),
        new Bill(lines.stream().map(l -> off(l, false)).toList(), null, 33, inclusive, perLine));
  }

  private static Line off(Line line, boolean byRate) {
    Long amount = byRate ? null : line.quantity() * line.price();
    return new Line(line.quantity(), line.price(), amount, byRate ? 10_000 : null, line.taxBp());
  }
}
