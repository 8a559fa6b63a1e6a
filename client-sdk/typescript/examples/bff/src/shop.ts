import { randomUUID } from "node:crypto";
import { isCorralError } from "@corral/client";
import type { Cart } from "@corral/client/cart";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Clinic } from "./clinic.js";
import { html, type Html } from "./html.js";
import { guaranies, page } from "./layout.js";
import type { Session } from "./session.js";
import { refusal, TEXTS } from "./texts.js";

/** The shop, the cart of this device or of this owner, and the checkout. */
export function shop(app: FastifyInstance, clinic: Clinic, sessionOf: (reply: FastifyReply) => Session): void {
  app.get("/shop", async (_, reply) => {
    const session = sessionOf(reply);
    return page(session, TEXTS[session.language].shop, products(session, clinic));
  });

  app.post<{ Body: { requestId: string; product: string; quantity: string } }>("/cart", async (request, reply) => {
    const session = sessionOf(reply);
    const { requestId, product, quantity } = request.body;
    await session.corral.cart.setCartLine({
      requestId,
      owner: session.cartOwner,
      line: { key: { item: { case: "productId", value: product } }, quantity: Number(quantity) },
    });
    return reply.redirect("/cart", 303);
  });

  app.post<{ Body: { requestId: string; product: string } }>("/cart/remove", async (request, reply) => {
    const session = sessionOf(reply);
    const { requestId, product } = request.body;
    const key = { item: { case: "productId" as const, value: product } };
    await session.corral.cart.removeCartLine({ requestId, owner: session.cartOwner, key });
    return reply.redirect("/cart", 303);
  });

  app.get<{ Querystring: { merged?: string } }>("/cart", async (request, reply) => {
    const session = sessionOf(reply);
    const merged = request.query.merged === undefined ? undefined : TEXTS[session.language].merged;
    return cartPage(session, clinic, merged);
  });

  app.post<{ Body: { requestId: string; version: string; total: string } }>("/checkout", async (request, reply) => {
    const session = sessionOf(reply);
    const { requestId, version, total } = request.body;
    try {
      const { order } = await session.corral.cart.checkout({
        requestId,
        clientId: session.owner?.id ?? "",
        version: BigInt(version),
        seenTotalMinor: BigInt(total),
      });
      return reply.redirect(`/invoices/${order!.invoiceId}?done=bought`, 303);
    } catch (thrown) {
      if (isCorralError(thrown) && (thrown.problems.length > 0 || thrown.reason === "STALE_VERSION")) {
        reply.status(409);
        return cartPage(session, clinic, refusal(thrown.reason, session.language), true);
      }
      throw thrown;
    }
  });
}

/** At sign-in: what this device has put together joins what the owner has. */
export async function mergeGuest(session: Session, ownerId: string): Promise<boolean> {
  const guestToken = session.guestToken;
  if (guestToken === undefined) {
    return false;
  }
  await session.corral.cart.mergeCart({ clientId: ownerId, source: { case: "guestToken", value: guestToken } });
  session.forgetGuest();
  return true;
}

function products(session: Session, clinic: Clinic): Html {
  const t = TEXTS[session.language];
  return html`<ul class="cards">${clinic.products.map(
    ({ id, name, price }) => html`<li>
      <strong>${name[session.language]}</strong> ${guaranies(price, session.language)}
      <form method="post" action="/cart">
        <input type="hidden" name="requestId" value="${randomUUID()}">
        <label>${t.quantity} <input type="number" name="quantity" value="1" min="1" max="100" required></label>
        <button name="product" value="${id}">${t.add}</button>
      </form></li>`,
  )}</ul>`;
}

async function cartPage(session: Session, clinic: Clinic, notice?: string, isAlert = false): Promise<string> {
  const { cart } = await session.corral.cart.getCart({ owner: session.cartOwner });
  return page(session, TEXTS[session.language].cart, lines(session, clinic, cart!), notice, isAlert);
}

function lines(session: Session, clinic: Clinic, cart: Cart): Html {
  const t = TEXTS[session.language];
  if (cart.lines.length === 0) {
    return html`<p>${t.empty}</p>`;
  }
  const names = new Map(clinic.products.map((product) => [product.id, product.name[session.language]]));
  const shown = cart.lines.map((line) => {
    const product = line.key?.item.value ?? "";
    return html`<tr>
      <th scope="row">${names.get(product) ?? line.displayName}</th>
      <td>${line.quantity}</td>
      <td>${guaranies(line.totalMinor, session.language)}</td>
      <td><form method="post" action="/cart/remove">
        <input type="hidden" name="requestId" value="${randomUUID()}">
        <button name="product" value="${product}" aria-label="${t.remove}: ${names.get(product)}">${t.remove}</button>
      </form></td></tr>`;
  });
  return html`<table>
      <tbody>${shown}</tbody>
      <tfoot><tr><th scope="row">${t.total}</th><td></td><td>${guaranies(cart.totalMinor, session.language)}</td><td></td></tr></tfoot>
    </table>
    ${cart.problems.length > 0 && html`<ul class="problems">${cart.problems.map(({ error }) => html`<li>${refusal(error!.reason as never, session.language)}</li>`)}</ul>`}
    ${
      session.owner
        ? html`<form method="post" action="/checkout">
            <input type="hidden" name="requestId" value="${randomUUID()}">
            <input type="hidden" name="version" value="${cart.version}">
            <input type="hidden" name="total" value="${cart.totalMinor}">
            <button>${t.checkout}</button></form>`
        : html`<p><a href="/">${t.signInToBuy}</a></p>`
    }`;
}
