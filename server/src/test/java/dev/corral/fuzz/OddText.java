package dev.corral.fuzz;

import build.buf.validate.StringRules;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/** Texts that are known to trip programs. */
final class OddText {

  private static final int HUGE = 60_000;

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "null",
          "NULL",
          "true",
          "0",
          "-1",
          "NaN",
          "infinity",
          "'",
          "''",
          "\"",
          "\\",
          "\\'",
          "{",
          "}",
          "{}",
          "{\"a\":1}",
          "[]",
          ",",
          "a,b",
          "%",
          "_",
          "$1",
          "$$",
          "?",
          ":name",
          "|",
          "'; drop table booking.claim; --",
          "1) or (1=1",
          "\\u0000",
          "\0",
          "a\0b",
          "\u0001",
          "\t",
          "\r\n",
          "\u007f",
          "\u0085",
          "\u200b",
          "\u202e", // right-to-left override
          "\ufeff",
          "\uffff",
          "\u0301", // a combining mark alone
          "e\u0301",
          "\u0130", // its lower case is two characters
          "\u00df",
          "\ud83d\ude00",
          "../../etc/passwd",
          "a@b.cd",
          "2026-02-30",
          "24:00",
          "main",
          "credit",
          "cash",
          "PYG",
          "pyg",
          "XXX",
          "USD",
          "KWD",
          "UTC",
          "UTC+25",
          "posixrules",
          "localtime",
          "America/Asuncion",
          "Pacific/Apia",
          "00000000-0000-0000-0000-000000000000",
          "ffffffff-ffff-ffff-ffff-ffffffffffff",
          "{00000000-0000-4000-8000-000000000001}",
          "00000000000040008000000000000001",
          "1-1-1-1-1");

  private static final List<String> LETTERS =
      List.of("a", "A", "7", " ", "-", "'", "\\", "\u00e9", "\u4e2d", "\ud83d\ude00", "\u0301");

  private OddText() {}

  /** One of them. */
  static String any(Random random, StringRules rules) {
    switch (random.nextInt(6)) {
      case 0:
        return atLimit(random, rules);
      case 1:
        return uuid(random);
      case 2:
        return mixed(random, random.nextInt(30));
      default:
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }
  }

  /** As long as the contract allows, one more, or far more. */
  private static String atLimit(Random random, StringRules rules) {
    int max = rules.hasMaxLen() ? (int) rules.getMaxLen() : random.nextBoolean() ? 40 : HUGE;
    int length = Math.max(0, max + random.nextInt(3) - 1);
    return random.nextBoolean()
        ? LETTERS.get(random.nextInt(LETTERS.size())).repeat(length)
        : incompressible(random, length);
  }

  /** Of four bytes each, so that no database can pack them. */
  private static String incompressible(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(0x20000 + random.nextInt(0xa000));
    }
    return text.toString();
  }

  private static String mixed(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      List<String> from = random.nextBoolean() ? LETTERS : TEXTS;
      text.append(from.get(random.nextInt(from.size())));
    }
    return text.toString();
  }

  private static String uuid(Random random) {
    String id = new UUID(random.nextLong(), random.nextLong()).toString();
    return switch (random.nextInt(4)) {
      case 0 -> id.toUpperCase(Locale.ROOT);
      case 1 -> id.substring(1);
      case 2 -> id + " ";
      default -> id;
    };
  }
}
