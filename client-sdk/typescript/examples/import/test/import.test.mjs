// Runs the import against a real Corral, from a second database of the PostgreSQL that it has with it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createCorral } from "@corral/client";
import pg from "pg";
import { Server } from "../../../test/running-server.mjs";
import { basisPoints, minorUnits, whole } from "../dist/values.js";

const u = (n) => `00000000-0000-0000-0000-${String(n).padStart(12, "0")}`;
let server;
let corral;
let old;
let environment;

before(async () => {
  server = await Server.start();
  const port = readFileSync(join(server.data, "postgres/postmaster.pid"), "utf8").split("\n")[3];
  const url = (database) => `postgresql://postgres@127.0.0.1:${port}/${database}`;
  const first = new pg.Client({ connectionString: url("postgres") });
  await first.connect();
  await first.query("CREATE DATABASE old");
  await first.end();
  old = new pg.Client({ connectionString: url("old") });
  await old.connect();
  await old.query(readFileSync(new URL("old-schema.sql", import.meta.url), "utf8"));
  environment = {
    OLD_DATABASE_URL: url("old"),
    CORRAL_ADDRESS: server.address,
    CORRAL_TENANT: "old",
    REPORT: join(server.data, "report.json"),
  };
  const as = (role) => ({ development: { tenant: "old", role, actor: u(999) } });
  corral = createCorral({ address: server.address, credentials: as("ADMIN") });
  await corral.as(as("PLATFORM")).tenant.createTenant({
    tenantId: "old",
    settings: { displayName: "Vieja", currencyCode: "PYG", timeZone: "UTC", taxMode: 2, taxRounding: 1 },
  });
  const windows = [{ start: {}, end: { hours: 24 } }];
  await corral.directory.setWorkingHours({ days: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, windows })) });
});

after(async () => {
  await old?.end();
  corral?.close();
  await server?.stop();
});

function run() {
  const done = spawnSync("node", ["dist/main.js"], { env: { ...process.env, ...environment }, encoding: "utf8" });
  return { status: done.status, output: done.stdout + done.stderr, report: JSON.parse(readFileSync(environment.REPORT, "utf8")) };
}

const FAULTS = [
  ["appointments", 61, "STAFF_BUSY"],
  ["appointments", 63, "PET_NOT_BOOKABLE"],
  ["appointments", 66, "unknown_status"],
  ["invoices", 71, "total_differs"],
  ["payments", 93, "OVERPAYMENT"],
  ["pets", 23, "INVALID_REQUEST"],
  ["pets", 24, "CLIENT_NOT_FOUND"],
  ["profiles (owners)", 3, "INVALID_REQUEST"],
  ["services", 32, "not_exact"],
  ["store_inventory", 51, "negative"],
  ["store_inventory", 52, "not_exact"],
  ["store_inventory", 54, "lot_missing"],
].map(([table, n, reason]) => `${table} ${u(n)} ${reason}`);

const TAKEN = {
  "profiles (owners)": 2,
  "profiles (staff)": 2,
  pets: 3,
  services: 2,
  store_products: 2,
  store_inventory: 1,
  appointments: 2,
  invoices: 3,
  payments: 2,
};

async function seen() {
  const { appointments } = await corral.booking.listAppointments({});
  const { invoices } = await corral.payment.listInvoices({});
  const { payments } = await corral.payment.listPayments({});
  const { level } = await corral.stock.getStockLevel({ productId: u(40) });
  const { movements } = await corral.stock.listStockMovements({});
  return {
    visits: appointments.map((a) => [a.petId, a.status]),
    due: invoices.map((i) => i.dueMinor).sort(),
    paid: payments.map((p) => p.amountMinor).sort(),
    onHand: level.onHand,
    movements: movements.length,
    clients: await Promise.all([1, 2].map((n) => corral.directory.getClient({ clientId: u(n) }).then((r) => r.client))),
  };
}

test("good rows are taken, bad ones are named with their reason, and a second run changes nothing", async () => {
  const first = run();
  assert.equal(first.status, 1, first.output);
  const faults = first.report.faults.map(({ table, id, reason }) => `${table} ${id} ${reason}`);
  assert.deepEqual(faults.sort(), FAULTS);
  assert.deepEqual(first.report.taken, TAKEN);
  assert.deepEqual(Object.values(first.report.left), [1, 2, 1]);
  const after = await seen();
  assert.deepEqual(after.visits, [[u(20), 2], [u(21), 1]]);
  assert.deepEqual(after.due, [0n, 0n, 241_000n]); // a draft is not due
  assert.deepEqual(after.paid, [100_000n, 11_000n].sort());
  assert.deepEqual([after.onHand, after.movements], [12n, 1]);

  const second = run();
  assert.deepEqual(second.report, first.report);
  assert.deepEqual(await seen(), after);
});

test("what has been mended or changed is brought by the next run", async () => {
  await old.query("UPDATE profiles SET full_name = 'Nadia Ríos' WHERE id = $1", [u(3)]);
  await old.query("UPDATE profiles SET phone = '0982 222 222' WHERE id = $1", [u(2)]);
  await old.query("DELETE FROM appointments WHERE id = $1", [u(61)]);
  const { report } = run();
  assert.equal(report.faults.some(({ id }) => [u(3), u(24), u(61)].includes(id)), false);
  assert.equal(report.taken["profiles (owners)"], 3);
  assert.equal((await corral.directory.getPet({ petId: u(24) })).pet.clientId, u(3));
  assert.equal((await corral.directory.getClient({ clientId: u(2) })).client.phone, "0982 222 222");
});

test("stock that was sold meanwhile is not received again in another amount", async () => {
  await old.query("UPDATE store_inventory SET stock_quantity = 11 WHERE id = $1", [u(50)]);
  const { report } = run();
  assert.equal(report.faults.find(({ id }) => id === u(50)).reason, "REQUEST_ID_REUSED");
  assert.equal((await corral.stock.getStockLevel({ productId: u(40) })).level.onHand, 12n);
});

test("a service that is away ends the run, and blames no row", () => {
  const { CORRAL_ADDRESS, ...rest } = environment;
  const done = spawnSync("node", ["dist/main.js"], {
    env: { ...process.env, ...rest, CORRAL_ADDRESS: "http://127.0.0.1:1" },
    encoding: "utf8",
  });
  assert.equal(done.status, 1);
  assert.match(done.stderr, /UNREACHABLE|cannot be reached/);
  assert.doesNotMatch(done.stdout, /NOT TAKEN/);
});

test("numbers are exact", () => {
  assert.equal(minorUnits("150000.00", "PYG"), 150_000n);
  assert.equal(minorUnits("0.50", "USD"), 50n);
  assert.equal(minorUnits("9007199254740993.00", "PYG"), 9_007_199_254_740_993n);
  assert.throws(() => minorUnits("0.50", "PYG"), /0.50/);
  assert.throws(() => minorUnits("NaN", "PYG"));
  assert.equal(whole("3.000"), 3n);
  assert.throws(() => whole("-1"));
  assert.equal(basisPoints("5.00"), 500);
});
