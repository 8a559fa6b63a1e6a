import { randomUUID } from "node:crypto";
import { isCorralError, parseMoney } from "@corral/client";
import type { Invoice } from "@corral/client/payment";
import type { FastifyInstance, FastifyReply } from "fastify";
import { html, type Html } from "./html.js";
import { guaranies, page } from "./layout.js";
import type { Session } from "./session.js";
import { LOCALES, refusal, TEXTS, type Texts } from "./texts.js";

/** What was bought, and at the counter its payment. */
export function invoices(app: FastifyInstance, sessionOf: (reply: FastifyReply) => Session): void {
  app.get<{ Params: { id: string }; Querystring: { done?: keyof Texts } }>("/invoices/:id", async (request, reply) => {
    const session = sessionOf(reply);
    const done = request.query.done === "bought" || request.query.done === "paid" ? request.query.done : undefined;
    return show(session, request.params.id, done && TEXTS[session.language][done]);
  });

  app.post<{ Params: { id: string }; Body: { requestId: string; amount: string } }>(
    "/invoices/:id/payments",
    async (request, reply) => {
      const session = sessionOf(reply);
      const { id } = request.params;
      try {
        await session.corral.payment.recordInvoicePayment({
          requestId: request.body.requestId,
          invoiceId: id,
          amount: parseMoney(request.body.amount, "PYG", LOCALES[session.language]),
          methodId: "efectivo",
        });
      } catch (thrown) {
        if (thrown instanceof RangeError) {
          reply.status(400);
          return show(session, id, TEXTS[session.language].notAmount, true);
        } else if (isCorralError(thrown) && thrown.code === "FAILED_PRECONDITION") {
          reply.status(409);
          return show(session, id, refusal(thrown.reason, session.language), true);
        }
        throw thrown;
      }
      return reply.redirect(`/invoices/${id}?done=paid`, 303);
    },
  );
}

/** Links to invoices with what is still to be paid. */
export function invoiceList(session: Session, all: readonly Invoice[]): Html {
  const t = TEXTS[session.language];
  return all.length === 0
    ? html`<p>${t.noInvoices}</p>`
    : html`<ul class="cards">${all.map(
        (invoice) => html`<li><a href="/invoices/${invoice.invoiceId}">${invoice.series} ${invoice.number}</a>
          ${t.due}: ${guaranies(invoice.dueMinor, session.language)}</li>`,
      )}</ul>`;
}

async function show(session: Session, id: string, notice?: string, isAlert = false): Promise<string> {
  const t = TEXTS[session.language];
  const { invoice } = await session.corral.payment.getInvoice({ invoiceId: id });
  const { series, number, totalMinor, dueMinor } = invoice!;
  const body = html`<dl>
      <dt>${t.total}</dt><dd>${guaranies(totalMinor, session.language)}</dd>
      <dt>${t.due}</dt><dd>${guaranies(dueMinor, session.language)}</dd>
    </dl>
    ${
      session.isCounter &&
      dueMinor > 0n &&
      html`<form method="post" action="/invoices/${id}/payments">
        <input type="hidden" name="requestId" value="${randomUUID()}">
        <label>${t.amount} <input name="amount" inputmode="numeric" required></label>
        <button>${t.pay}</button></form>`
    }`;
  return page(session, `${series} ${number}`, body, notice, isAlert);
}
