import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import { isCorralError, type Corral } from "@corral/client";
import fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import type { Clinic } from "./clinic.js";
import { html, type Html } from "./html.js";
import { invoiceList, invoices } from "./invoices.js";
import { page } from "./layout.js";
import { Session } from "./session.js";
import { mergeGuest, shop } from "./shop.js";
import { LANGUAGES, refusal, TEXTS, type Language } from "./texts.js";
import { visitList, visits } from "./visits.js";

const STYLE = readFileSync(new URL("../public/style.css", import.meta.url));
const STATUSES: Record<string, number> = {
  INVALID_ARGUMENT: 400,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  UNAVAILABLE: 503,
};
const NOTICES = ["booked", "moved", "cancelled"] as const;

/** The whole application over one connection to Corral. */
export function appOn(corral: Corral, clinic: Clinic): FastifyInstance {
  const app = fastify();
  app.register(cookie, { secret: randomBytes(32).toString("hex") });
  app.register(formbody);
  const sessionOf = (reply: FastifyReply) => new Session(corral, clinic, reply.request, reply);
  app.addHook("onSend", async (_, reply) => {
    reply.header("content-security-policy", "default-src 'self'; form-action 'self'; frame-ancestors 'none'");
    if (!reply.hasHeader("content-type") || String(reply.getHeader("content-type")).startsWith("text/plain")) {
      reply.type("text/html; charset=utf-8");
    }
  });
  app.addHook("preValidation", async (request) => {
    request.body ??= {}; // a form without fields
  });
  app.get("/style.css", async (_, reply) => reply.type("text/css").send(STYLE));
  app.setErrorHandler((thrown, _, reply) => {
    const session = sessionOf(reply);
    const t = TEXTS[session.language];
    app.log.error(thrown);
    const reason = isCorralError(thrown) ? thrown.reason : "INVALID_REQUEST";
    reply.status(statusOf(thrown));
    return page(session, t.refused, html`<p><a href="/">${t.back}</a></p>`, refusal(reason, session.language), true);
  });
  home(app, clinic, sessionOf);
  visits(app, clinic, sessionOf);
  shop(app, clinic, sessionOf);
  invoices(app, sessionOf);
  return app;
}

/** What BigInt and Date say of a field that nobody has typed into our forms is the sender's fault too. */
function statusOf(thrown: unknown): number {
  if (isCorralError(thrown)) {
    return STATUSES[thrown.code] ?? 409;
  }
  return thrown instanceof SyntaxError || thrown instanceof RangeError ? 400 : 500;
}

function home(app: FastifyInstance, clinic: Clinic, sessionOf: (reply: FastifyReply) => Session): void {
  app.get<{ Querystring: { done?: string } }>("/", async (request, reply) => {
    const session = sessionOf(reply);
    const t = TEXTS[session.language];
    const done = NOTICES.find((notice) => notice === request.query.done);
    if (session.isCounter) {
      const { invoices: all } = await session.corral.payment.listInvoices({});
      return page(session, t.counter, invoiceList(session, all));
    } else if (session.owner === undefined) {
      return page(session, t.who, signIn(t.counter, clinic));
    }
    return page(session, session.owner.name, await overview(session, clinic), done && t[done]);
  });

  app.post<{ Body: { who: string } }>("/sign-in", async (request, reply) => {
    const session = sessionOf(reply);
    const owner = clinic.owners.find(({ id }) => id === request.body.who);
    session.signIn(owner?.id ?? "counter");
    const merged = owner !== undefined && (await mergeGuest(session, owner.id));
    return reply.redirect(merged ? "/cart?merged" : "/", 303);
  });

  app.post("/sign-out", async (_, reply) => {
    sessionOf(reply).signOut();
    return reply.redirect("/", 303);
  });

  app.post<{ Body: { language: Language } }>("/language", async (request, reply) => {
    const language = LANGUAGES.find((one) => one === request.body.language) ?? "es";
    reply.setCookie("language", language, { path: "/", sameSite: "strict" });
    return reply.redirect("/", 303);
  });
}

/** In place of a sign-in with a password: the server of `./corral up` believes it. */
function signIn(counter: string, clinic: Clinic): Html {
  return html`<form method="post" action="/sign-in" class="who">
    ${clinic.owners.map(({ id, name }) => html`<button name="who" value="${id}">${name}</button>`)}
    <button name="who" value="counter">${counter}</button>
  </form>`;
}

async function overview(session: Session, clinic: Clinic): Promise<Html> {
  const t = TEXTS[session.language];
  const clientId = session.owner!.id;
  const [{ appointments }, { invoices: all }] = await Promise.all([
    session.corral.booking.listAppointments({ clientId }),
    session.corral.payment.listInvoices({ clientId }),
  ]);
  return html`
    <h2>${t.pets}</h2>
    <ul class="cards">${session.owner!.pets.map(
      (pet) => html`<li><strong>${pet.name}</strong> ${clinic.services.map(
        (service) => html`<a href="/slots?${new URLSearchParams({ pet: pet.id, service: service.id })}">
          ${t.book}: ${service.name[session.language]}</a>`,
      )}</li>`,
    )}</ul>
    <h2>${t.visits}</h2>
    ${visitList(session, clinic, appointments)}
    <h2>${t.invoices}</h2>
    ${invoiceList(session, all)}`;
}
