import { formatMoney, money, timestampDate, type Timestamp } from "@corral/client";
import { ZONE } from "./clinic.js";
import { html, type Html } from "./html.js";
import type { Session } from "./session.js";
import { LOCALES, TEXTS, type Language } from "./texts.js";

/** A whole page. The notice is read out by screen readers; an alert at once. */
export function page(session: Session, title: string, body: Html, notice?: string, isAlert = false): string {
  const t = TEXTS[session.language];
  const other = session.language === "es" ? "en" : "es";
  return html`<!doctype html>
<html lang="${session.language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} · ${t.clinic}</title>
    <link rel="stylesheet" href="/style.css">
  </head>
  <body>
    <header>
      <a class="clinic" href="/">${t.clinic}</a>
      <nav>
        <a href="/">${t.home}</a> <a href="/shop">${t.shop}</a> <a href="/cart">${t.cart}</a>
        <form method="post" action="/language"><button name="language" value="${other}" lang="${other}">
          ${other === "en" ? "English" : "Español"}</button></form>
        ${(session.owner || session.isCounter) &&
        html`<form method="post" action="/sign-out"><button>${t.signOut}</button></form>`}
      </nav>
    </header>
    <main>
      <h1>${title}</h1>
      ${notice && html`<p class="${isAlert ? "alert" : "notice"}" role="${isAlert ? "alert" : "status"}">${notice}</p>`}
      ${body}
    </main>
  </body>
</html>`.text;
}

/** Guaraníes for people. */
export function guaranies(minorUnits: bigint, language: Language): string {
  return formatMoney(money("PYG", minorUnits), LOCALES[language]);
}

/** A moment on the clinic's clock. */
export function onClock(time: Timestamp, language: Language, format: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LOCALES[language], { timeZone: ZONE, ...format }).format(timestampDate(time));
}

export const TIME = { hour: "2-digit", minute: "2-digit", hour12: false } as const;
export const DAY = { weekday: "long", day: "numeric", month: "long" } as const;
