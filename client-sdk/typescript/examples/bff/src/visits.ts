import { randomUUID } from "node:crypto";
import { isCorralError, timestampDate, timestampFromDate, type Timestamp } from "@corral/client";
import { AppointmentStatus, type Appointment, type Slot } from "@corral/client/booking";
import type { FastifyInstance, FastifyReply } from "fastify";
import { ZONE, type Clinic } from "./clinic.js";
import { html, type Html } from "./html.js";
import { DAY, onClock, page, TIME } from "./layout.js";
import type { Session } from "./session.js";
import { refusal, TEXTS } from "./texts.js";

const DAYS_AHEAD = 7;
const DAY_MS = 86_400_000;

interface Wish {
  readonly pet: string;
  readonly service: string;
  /** The day that is shown, such as 2026-12-01; the first free one when it is left out. */
  readonly day?: string;
  /** The appointment that is to be moved. */
  readonly move?: string;
  readonly version?: string;
}

type Posted = Wish & { readonly requestId: string; readonly start: string };

/** Book, move and cancel. */
export function visits(app: FastifyInstance, clinic: Clinic, sessionOf: (reply: FastifyReply) => Session): void {
  app.get<{ Querystring: Wish }>("/slots", async (request, reply) => slots(sessionOf(reply), clinic, request.query));

  app.post<{ Body: Posted }>("/visits", async (request, reply) => {
    const session = sessionOf(reply);
    const wish = request.body;
    try {
      await take(session, wish);
    } catch (thrown) {
      if (isCorralError(thrown) && thrown.code === "FAILED_PRECONDITION") {
        reply.status(409);
        return slots(session, clinic, wish, refusal(thrown.reason, session.language));
      }
      throw thrown;
    }
    return reply.redirect(`/?done=${wish.move ? "moved" : "booked"}`, 303);
  });

  app.post<{ Body: { requestId: string; appointment: string } }>("/visits/cancel", async (request, reply) => {
    const { requestId, appointment } = request.body;
    await sessionOf(reply).corral.booking.cancelAppointment({ requestId, appointmentId: appointment });
    return reply.redirect("/?done=cancelled", 303);
  });
}

/** Books, or moves what there is. The request id is the form's: sent twice it is one visit. */
async function take({ corral }: Session, { requestId, pet, service, start, move, version }: Posted): Promise<void> {
  const at = { case: "startTime" as const, value: timestampFromDate(new Date(start)) };
  if (move) {
    await corral.booking.rescheduleAppointment({
      requestId,
      appointmentId: move,
      version: BigInt(version ?? 0),
      start: at,
    });
  } else {
    await corral.booking.bookAppointment({ requestId, petId: pet, serviceIds: [service], start: at });
  }
}

async function slots(session: Session, clinic: Clinic, wish: Wish, alert?: string): Promise<string> {
  const t = TEXTS[session.language];
  const reply = await session.corral.booking.listAvailableSlots({
    serviceIds: [wish.service],
    petId: wish.pet,
    fromDate: dateOf(1),
    toDate: dateOf(DAYS_AHEAD),
    stepMinutes: 30,
  });
  const days = grouped(reply.slots);
  const day = wish.day !== undefined && days.has(wish.day) ? wish.day : [...days.keys()][0];
  const service = clinic.services.find((one) => one.id === wish.service);
  const body =
    day === undefined
      ? html`<p>${t.noSlots}</p>`
      : html`
        <p>${service?.name[session.language]}</p>
        <nav aria-label="${t.choose}" class="days">${[...days].map(
          ([key, [first]]) => html`<a href="/slots?${new URLSearchParams({ ...wish, day: key })}"
            ${key === day && html`aria-current="date"`}>${onClock(first!.startTime!, session.language, DAY)}</a>`,
        )}</nav>
        <ul class="slots">${days.get(day)!.map((slot) => slotForm(session, { ...wish, day }, slot.startTime!))}</ul>`;
  return page(session, t.choose, body, alert, true);
}

function slotForm(session: Session, wish: Wish, start: Timestamp): Html {
  return html`<li><form method="post" action="/visits">
    ${Object.entries(wish).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
    <input type="hidden" name="requestId" value="${randomUUID()}">
    <button name="start" value="${timestampDate(start).toISOString()}">${onClock(start, session.language, TIME)}</button>
  </form></li>`;
}

function grouped(all: readonly Slot[]): Map<string, Slot[]> {
  const days = new Map<string, Slot[]>();
  for (const slot of all) {
    days.set(dayOf(slot), [...(days.get(dayOf(slot)) ?? []), slot]);
  }
  return days;
}

/** The day of a slot on the clinic's calendar. */
function dayOf({ startTime }: Slot): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(timestampDate(startTime!));
}

function dateOf(daysAhead: number): { year: number; month: number; day: number } {
  const text = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(Date.now() + daysAhead * DAY_MS);
  const [year = 0, month = 0, day = 0] = text.split("-").map(Number);
  return { year, month, day };
}

/** What an owner has to come, with what can be done about each. */
export function visitList(session: Session, clinic: Clinic, all: readonly Appointment[]): Html {
  const t = TEXTS[session.language];
  const pets = new Map(clinic.owners.flatMap((owner) => owner.pets).map((pet) => [pet.id, pet.name]));
  const open = all.filter((visit) => visit.status !== AppointmentStatus.CANCELLED);
  if (open.length === 0) {
    return html`<p>${t.noVisits}</p>`;
  }
  return html`<ul class="cards">${open.map((visit) => {
    const move = { pet: visit.petId, service: visit.serviceIds[0]!, move: visit.appointmentId };
    return html`<li>
      <strong>${onClock(visit.startTime!, session.language, { ...DAY, ...TIME })}</strong> ${pets.get(visit.petId)}
      <a href="/slots?${new URLSearchParams({ ...move, version: String(visit.version) })}">${t.move}</a>
      <form method="post" action="/visits/cancel">
        <input type="hidden" name="requestId" value="${randomUUID()}">
        <button name="appointment" value="${visit.appointmentId}">${t.cancel}</button>
      </form></li>`;
  })}</ul>`;
}
