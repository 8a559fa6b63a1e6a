import { expect, test } from "vitest";
import { exponentOf, formatMoney, money, parseMoney, toDecimal } from "../src/index.js";

test.each([
  ["PYG", 0, 150_000n, "150000"],
  ["USD", 2, 5n, "0.05"],
  ["USD", 2, -105n, "-1.05"],
  ["KWD", 3, -80n, "-0.080"],
  ["PYG", 0, 9_007_199_254_740_993n, "9007199254740993"],
])("%s has %i decimals: %d is %s", (currency, exponent, units, decimal) => {
  expect(exponentOf(currency)).toBe(exponent);
  expect(toDecimal(money(currency, units))).toBe(decimal);
});

test.each([
  ["PYG", 150_000n, "es-PY", /^Gs\.\s150\.000$/],
  ["PYG", 9_007_199_254_740_993n, "es-PY", /^Gs\.\s9\.007\.199\.254\.740\.993$/],
  ["USD", -123_456n, "en-US", /^-\$1,234\.56$/],
  ["EUR", 123_456n, "de-DE", /^1\.234,56\s€$/],
])("%s %d in %s", (currency, units, locale, text) => {
  expect(formatMoney(money(currency, units), locale)).toMatch(text);
});

test.each([
  ["150.000", "PYG", "es-PY", 150_000n],
  ["150000", "PYG", "es-PY", 150_000n],
  ["1.234,5", "EUR", "de-DE", 123_450n],
  [" -1,234.56 ", "USD", "en-US", -123_456n],
  ["1 234,56", "EUR", "fr-FR", 123_456n],
  ["9007199254740993", "PYG", "es-PY", 9_007_199_254_740_993n],
])("%s %s in %s", (text, currency, locale, units) => {
  expect(parseMoney(text, currency, locale)).toMatchObject({ currencyCode: currency, minorUnits: units });
});

test.each(["", "-", "abc", "1.5", "1,5", "1.23.456", "15.00", "1e3", "١٢", "1,", ".", "1 000", "--1", "0x10"])(
  "%j is no amount of guaraníes",
  (text) => {
    expect(() => parseMoney(text, "PYG", "es-PY")).toThrow(RangeError);
  },
);

test("cents of a dollar have two decimals at most", () => {
  expect(() => parseMoney("1.005", "USD", "en-US")).toThrow("USD has 2 decimals");
});
