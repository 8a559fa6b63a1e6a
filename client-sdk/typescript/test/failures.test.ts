import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { createCorral, type Corral } from "../src/index.js";
import { Clinic, failureOf } from "./clinic.js";

const clinic = new Clinic(inject("address"));
let corral: Corral;

beforeAll(async () => {
  await clinic.open();
  corral = clinic.connect();
});
afterAll(() => corral.close());

test("nothing at the address", async () => {
  const nowhere = clinic.connect({ address: "http://127.0.0.1:1", retry: { firstPauseMs: 1, longestPauseMs: 2 } });
  expect(await failureOf(nowhere.tenant.getTenant({}))).toMatchObject({
    reason: "UNREACHABLE",
    code: "UNAVAILABLE",
    message: expect.stringMatching(/cannot be reached at http:\/\/127\.0\.0\.1:1.*Check the address/),
  });
});

test("a request that is refused before it is sent leaves no timer behind", async () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const before = timers();
  expect(await failureOf(corral.booking.getAppointment({ appointmentId: "1" }))).toMatchObject({
    reason: "INVALID_REQUEST",
    violations: [{ field: "appointment_id" }],
  });
  expect(timers()).toBe(before);
});

test.each([true, false])("a number that is none is refused before it is sent; validated: %s", async (validate) => {
  const client = clinic.connect({ validate });
  expect(await failureOf(client.booking.listAppointments({ pageSize: NaN }))).toMatchObject({
    reason: "INVALID_REQUEST",
    violations: [{ field: "page_size" }],
  });
  client.close();
});

test("TLS to a server without it", async () => {
  const mistaken = clinic.connect({ address: inject("address").replace("http:", "https:"), retry: false });
  expect(await failureOf(mistaken.tenant.getTenant({}))).toMatchObject({
    reason: "UNREACHABLE",
    message: expect.stringContaining("https: address needs a server with TLS"),
  });
});

test("an expired token says since when", async () => {
  const payload = Buffer.from(JSON.stringify({ exp: 1_700_000_000 })).toString("base64url");
  const expired = corral.as({ token: async () => `e30.${payload}.c2ln` });
  expect(await failureOf(expired.tenant.getTenant({}))).toMatchObject({
    reason: "UNAUTHENTICATED",
    message: expect.stringContaining("has expired at 2023-11-14T22:13:20.000Z: get a new one"),
  });
});

test("a token that is no JWT says that the server does not tell", async () => {
  expect(await failureOf(corral.as({ token: "no.jwt.at-all" }).tenant.getTenant({}))).toMatchObject({
    reason: "UNAUTHENTICATED",
    message: expect.stringContaining("Check the credential"),
  });
});

test("a server that is older than the client", async () => {
  const old = createServer(connectNodeAdapter({ routes: () => {} }));
  await new Promise<void>((listens) => old.listen(0, "127.0.0.1", listens));
  const client = createCorral({ address: `http://127.0.0.1:${(old.address() as AddressInfo).port}` });
  expect(await failureOf(client.tenant.getTenant({}))).toMatchObject({
    reason: "UNSUPPORTED_BY_SERVER",
    message: expect.stringMatching(/does not know corral\.tenant\.v1\.TenantService\/GetTenant.*Update the server/),
  });
  client.close();
  old.close();
});

test("a deadline that is over says how to learn what became of it", async () => {
  const start = await clinic.slot(corral);
  const error = await failureOf(corral.booking.bookAppointment(clinic.visit(start), { timeoutMs: 1 }));
  expect(error).toMatchObject({ reason: "DEADLINE_EXCEEDED", message: expect.stringContaining("may have taken effect") });
  expect((error as Error).message).toContain((error as { requestId: string }).requestId);
});

test("a reached limit says when to come again, and retries wait for it", async () => {
  const busy = await new Clinic(inject("address")).open();
  const patient = busy.connect();
  await patient.as(busy.as("PLATFORM")).tenant.setTenantLimits({ limits: { read: { callsPerSecond: 5 } } });
  const impatient = busy.connect({ retry: false });
  let refused: unknown;
  while (refused === undefined) { // a new plan holds within seconds
    await impatient.tenant.getTenant({}).catch((thrown: unknown) => (refused = thrown));
  }
  expect(refused).toMatchObject({
    reason: "TOO_MANY_CALLS",
    code: "RESOURCE_EXHAUSTED",
    metadata: { limit: "read.calls_per_second", limit_value: "5" },
    message: expect.stringMatching(/Try again in \d+\.\d s/),
  });
  expect((refused as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(0);
  const replies = await Promise.all(Array.from({ length: 8 }, () => patient.tenant.getTenant({})));
  expect(replies.map((reply) => reply.tenant?.tenantId)).toEqual(Array(8).fill(busy.tenant));
  impatient.close();
  patient.close();
});
