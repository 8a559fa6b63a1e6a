import { createHash } from "node:crypto";
import { exponentOf } from "@corral/client";
import { Unfit } from "./report.js";

/** The same UUID for the same words: a request that is sent again by a later run is the same request. */
export function uuidOf(...words: readonly unknown[]): string {
  const text = JSON.stringify(words, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A NUMERIC, as the driver reads it, in minor units of a currency. Exact: 150000.00 PYG is 150000, 0.50 is unfit. */
export function minorUnits(numeric: string, currency: string): bigint {
  return scaled(numeric, exponentOf(currency), `an amount in ${currency}`);
}

/** A NUMERIC of whole units. */
export function whole(numeric: string): bigint {
  return scaled(numeric, 0, "a quantity");
}

/** A percentage in basis points: 10.00 is 1000. */
export function basisPoints(percent: string): number {
  return Number(scaled(percent, 2, "a percentage"));
}

function scaled(numeric: string, exponent: number, what: string): bigint {
  const parts = /^(-?)(\d+)(?:\.(\d*?)0*)?$/.exec(numeric);
  const fraction = parts?.[3] ?? "";
  if (parts === null || fraction.length > exponent) {
    throw new Unfit("not_exact", `${numeric} cannot be ${what}`);
  }
  const units = BigInt(`${parts[2]}${fraction.padEnd(exponent, "0")}`);
  if (parts[1] === "-" && units > 0n) {
    throw new Unfit("negative", `${numeric} is below zero`);
  }
  return units;
}
