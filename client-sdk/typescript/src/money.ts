import { create } from "@bufbuild/protobuf";
import { MoneySchema, type Money } from "./gen/corral/common/v1/money_pb.js";

/** An amount in minor units: `money("PYG", 150_000n)`, `money("USD", 80n)` for 0.80 USD. */
export function money(currencyCode: string, minorUnits: bigint): Money {
  return create(MoneySchema, { currencyCode, minorUnits });
}

/** How many decimals a currency has, by ISO 4217: 0 for PYG, 2 for USD, 3 for KWD. */
export function exponentOf(currencyCode: string): number {
  const format = new Intl.NumberFormat("en", { style: "currency", currency: currencyCode });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

/** As a plain decimal text, exact: `12.50`, `-0.080`, `150000`. */
export function toDecimal({ currencyCode, minorUnits }: Money): string {
  const exponent = exponentOf(currencyCode);
  const sign = minorUnits < 0n ? "-" : "";
  const digits = (minorUnits < 0n ? -minorUnits : minorUnits).toString().padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent);
  return exponent === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-exponent)}`;
}

/** For people, in the notation of a locale such as `es-PY`: `Gs. 150.000`. Exact, however large. */
export function formatMoney(amount: Money, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency: amount.currencyCode });
  return format.format(toDecimal(amount) as `${number}`);
}

/**
 * Reads what a person has typed in the notation of a locale: `150.000` in `es-PY` is 150000 guaraníes.
 *
 * @throws RangeError when it is not an amount, or has more decimals than the currency
 */
export function parseMoney(text: string, currencyCode: string, locale: string): Money {
  const parts = new Intl.NumberFormat(locale, { useGrouping: "always" }).formatToParts(1234567.8);
  const decimal = parts.find((part) => part.type === "decimal")?.value ?? ".";
  const group = parts.find((part) => part.type === "group")?.value ?? ",";
  const plain = text.trim().replace(/[\u00a0\u202f]/g, " ");
  const [whole = "", fraction = "", ...more] = plain.split(decimal);
  const groups = whole.replace(/^-/, "").split(group.replace(/[\u00a0\u202f]/g, " "));
  const wellFormed =
    more.length === 0 &&
    /^\d*$/.test(fraction) &&
    !plain.endsWith(decimal) &&
    groups.every((digits, at) => (at === 0 ? /^\d+$/ : /^\d{3}$/).test(digits)) &&
    (groups.length === 1 || (groups[0] ?? "").length <= 3);
  if (!wellFormed) {
    throw new RangeError(`not an amount: ${JSON.stringify(text)}`);
  }
  const exponent = exponentOf(currencyCode);
  if (fraction.length > exponent) {
    throw new RangeError(`${currencyCode} has ${exponent} decimals: ${JSON.stringify(text)}`);
  }
  const units = BigInt(groups.join("") + fraction.padEnd(exponent, "0"));
  return money(currencyCode, whole.startsWith("-") ? -units : units);
}
