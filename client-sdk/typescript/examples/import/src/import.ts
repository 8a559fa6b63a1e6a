import { isCorralError, type Corral } from "@corral/client";
import type { Client } from "pg";
import { directoryTables } from "./directory.js";
import { billTables } from "./bills.js";
import { shopTables } from "./shop.js";
import { Report, Unfit } from "./report.js";
import { visitTables } from "./visits.js";

/** How many calls are on their way at once: well under a tenant's limit of calls in flight. */
const AT_ONCE = 8;

/** A row as the driver gives it: NUMERIC is a text, timestamptz a Date. Each table says what else it has. */
export interface Row {
  readonly id: string;
}

/** Where rows go to, and what of the clinic is needed to read them. */
export interface Target {
  readonly corral: Corral;
  readonly tenant: string;
  readonly currency: string;
  readonly report: Report;
  /** The database of the old application. */
  readonly old: Client;
}

/** One table of the old application. */
export interface Table {
  readonly name: string;
  /** Selects the rows of the tenant $1, each with an id. */
  readonly query: string;
  /** One after the other: of rows that exclude each other the first is taken. */
  readonly inOrder?: boolean;
  /** Stores one; throws what Corral refuses with, or Unfit. */
  take(row: Row, target: Target): Promise<void>;
}

/** Parents before children: what a row names has to be there. */
const TABLES: readonly Table[] = [...directoryTables, ...shopTables, ...visitTables, ...billTables];

/** Brings everything of one tenant over. Run again, it brings what has changed and what could not be taken before. */
export async function importAll(old: Client, corral: Corral, tenant: string): Promise<Report> {
  const { tenant: known } = await corral.tenant.getTenant({});
  const report = new Report();
  const target = { corral, tenant, currency: known!.settings!.currencyCode, report, old };
  for (const table of TABLES) {
    const { rows } = await old.query<Row>(table.query, [tenant]);
    await each(rows, table.inOrder ? 1 : AT_ONCE, (row) => attempt(table, row, target));
  }
  report.faults.sort((a, b) => a.table.localeCompare(b.table) || a.id.localeCompare(b.id));
  return report;
}

async function attempt(table: Table, row: Row, target: Target): Promise<void> {
  try {
    await table.take(row, target);
  } catch (thrown) {
    if (thrown instanceof Unfit) {
      target.report.fault({ table: table.name, id: row.id, reason: thrown.reason, text: thrown.message });
    } else if (isCorralError(thrown) && isAboutTheRow(thrown.code)) {
      target.report.fault({ table: table.name, id: row.id, reason: thrown.rawReason, text: thrown.message });
    } else {
      throw thrown; // nothing is wrong with the row: the service is away, or the credential is no good
    }
  }
}

function isAboutTheRow(code: string): boolean {
  return ["INVALID_ARGUMENT", "NOT_FOUND", "FAILED_PRECONDITION", "ALREADY_EXISTS", "ABORTED"].includes(code);
}

/** Calls for each, some at once. */
async function each<T>(all: readonly T[], atOnce: number, call: (one: T) => Promise<void>): Promise<void> {
  const rest = all.values();
  const worker = async () => {
    for (const one of rest) {
      await call(one);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
