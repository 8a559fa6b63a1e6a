// What README.md shows, so that the compiler reads it; test/package.test.ts compares the two.
import { createCorral, formatMoney, isCorralError, items, money, parseMoney } from "../src/index.js";
import type { Interceptor } from "@connectrpc/connect";

export const corral = createCorral({
  address: "http://localhost:9090",
  credentials: { development: { tenant: "demo", role: "RECEPTION", actor: crypto.randomUUID() } },
});

export async function userOf(token: string, petId: string) {
  const mine = corral.as({ token });
  const { appointments } = await mine.booking.listAppointments({ petId });
  return appointments;
}

export function machine() {
  return createCorral({
    address: "https://corral.internal:9090",
    credentials: { apiKey: process.env["CORRAL_API_KEY"]! },
    tls: { ca: process.env["CORRAL_CA"]! },
  });
}

export async function book(requestId: string, petId: string, serviceId: string, start: { seconds: bigint }) {
  try {
    const { appointment } = await corral.booking.bookAppointment({
      requestId,
      petId,
      serviceIds: [serviceId],
      start: { case: "startTime", value: start },
    });
    return appointment;
  } catch (thrown) {
    if (isCorralError(thrown) && thrown.reason === "STAFF_BUSY") {
      return undefined; // somebody was faster: show the free slots again
    }
    throw thrown;
  }
}

export async function move(appointmentId: string, version: bigint, start: { seconds: bigint }) {
  try {
    await corral.booking.rescheduleAppointment({ appointmentId, version, start: { case: "startTime", value: start } });
  } catch (thrown) {
    if (isCorralError(thrown) && thrown.reason === "STALE_VERSION") {
      console.log(`it has changed; it is at version ${thrown.metadata.version} now`);
    }
  }
}

export async function all(petId: string) {
  for await (const visit of items(corral.booking.listAppointments, { petId }, (page) => page.appointments)) {
    console.log(visit.appointmentId, visit.status);
  }
}

export function amounts() {
  console.log(formatMoney(money("PYG", 150_000n), "es-PY")); // Gs. 150.000
  console.log(parseMoney("12.50", "USD", "en-US").minorUnits); // 1250n
}

const timed: Interceptor = (next) => async (request) => {
  const start = performance.now();
  try {
    return await next(request);
  } finally {
    console.log(request.method.name, performance.now() - start);
  }
};

export const observed = createCorral({ address: "http://localhost:9090", interceptors: [timed] });
