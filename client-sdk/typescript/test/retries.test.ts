import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { Interceptor } from "@connectrpc/connect";
import { items, pages, type Corral } from "../src/index.js";
import { Clinic } from "./clinic.js";
import { LossyProxy } from "./proxy.js";
import { Server } from "./running-server.mjs";

const clinic = new Clinic(inject("address"));
let corral: Corral;

beforeAll(async () => {
  await clinic.open();
  corral = clinic.connect();
});
afterAll(() => corral.close());

/** Notes the request id of each attempt. */
function attempts(): { seen: string[]; interceptor: Interceptor } {
  const seen: string[] = [];
  const interceptor: Interceptor = (next) => (request) => {
    seen.push((request.message as unknown as { requestId: string }).requestId);
    return next(request);
  };
  return { seen, interceptor };
}

test("an answer that is lost on the way is asked for again, with the same request id", async () => {
  const start = await clinic.slot(corral);
  const proxy = await LossyProxy.listen(Number(new URL(inject("address")).port));
  const { seen, interceptor } = attempts();
  const client = clinic.connect({ address: proxy.address, attemptInterceptors: [interceptor] });
  await client.tenant.getTenant({});
  seen.length = 0;

  proxy.loseNextAnswer();
  const { appointment } = await client.booking.bookAppointment(clinic.visit(start));

  expect(seen).toHaveLength(2);
  expect(new Set(seen).size).toBe(1);
  const { appointments } = await corral.booking.listAppointments({ petId: clinic.pet });
  expect(appointments.map((a) => a.appointmentId)).toEqual([appointment?.appointmentId]);
  client.close();
  proxy.close();
});

test("a server that is killed between request and answer has the answer when it is back", async () => {
  const server = await Server.start();
  const proxy = await LossyProxy.listen(server.port);
  const own = await new Clinic(server.address).open();
  const client = own.connect({
    address: proxy.address,
    deadlineMs: 90_000,
    retry: { attempts: 1_000, longestPauseMs: 200 },
  });
  const start = await own.slot(client);

  let restarted: Promise<Server> | undefined;
  proxy.loseNextAnswer(async () => void (await (restarted = server.killAndRestart())));
  const { appointment } = await client.booking.bookAppointment(own.visit(start));

  const { appointments } = await client.booking.listAppointments({ petId: own.pet });
  expect(appointments.map((a) => a.appointmentId)).toEqual([appointment?.appointmentId]);
  client.close();
  proxy.close();
  await (await restarted)!.stop();
}, 120_000);

test("a caller's own request id and message stay as they are", async () => {
  const { seen, interceptor } = attempts();
  const client = clinic.connect({ attemptInterceptors: [interceptor] });
  const requestId = "0b1c2a52-0000-4000-8000-00000000000a";
  const request = { requestId, ...clinic.visit(await clinic.slot(client, 5)) };
  seen.length = 0;
  const first = await client.booking.bookAppointment(request);
  const again = await client.booking.bookAppointment(request);
  expect(seen).toEqual([requestId, requestId]);
  expect(again).toEqual(first);
  client.close();
});

test("pages are read one after the other, each once", async () => {
  const own = await new Clinic(inject("address")).open();
  const client = own.connect();
  const booked: string[] = [];
  for (const n of [0, 10, 20, 30, 40]) {
    const reply = await client.booking.bookAppointment(own.visit(await own.slot(client, n)));
    booked.push(reply.appointment!.appointmentId);
  }
  const sizes: number[] = [];
  for await (const page of pages(client.booking.listAppointments, { petId: own.pet, pageSize: 2 })) {
    sizes.push(page.appointments.length);
  }
  expect(sizes).toEqual([2, 2, 1]);
  const listed: string[] = [];
  for await (const one of items(client.booking.listAppointments, { petId: own.pet, pageSize: 2 }, (p) => p.appointments)) {
    listed.push(one.appointmentId);
  }
  expect(listed).toEqual(booked);
  client.close();
});
