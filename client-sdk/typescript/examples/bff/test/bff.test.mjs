// Drives the application in Chromium against a real Corral. With SCREENSHOTS=<folder> it keeps pictures of what it sees.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createCorral } from "@corral/client";
import { chromium } from "playwright-core";
import { Server } from "../../../test/running-server.mjs";
import { appOn } from "../dist/app.js";
import { clinicOf, seed } from "../dist/clinic.js";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const clinic = clinicOf(`bff-${Date.now()}`);
let server;
let corral;
let app;
let browser;
let url;

before(async () => {
  server = await Server.start();
  corral = createCorral({ address: server.address });
  await seed(corral, clinic);
  await seed(corral, clinic); // again changes nothing
  app = appOn(corral, clinic);
  url = await app.listen({ host: "127.0.0.1", port: 0 });
  browser = CHROMIUM && (await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] }));
});

after(async () => {
  await browser?.close();
  await app?.close();
  corral?.close();
  await server?.stop();
});

const options = { skip: CHROMIUM ? false : "there is no Chromium" };

async function device(who, locale = "es-PY") {
  const context = await browser.newContext({ locale, viewport: { width: 900, height: 640 } });
  const page = await context.newPage();
  await page.goto(url);
  if (who) await page.getByRole("button", { name: who }).click();
  return page;
}

async function picture(page, name) {
  if (process.env.SCREENSHOTS) {
    await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`) });
  }
}

async function toSlots(page, pet, service) {
  await page.getByRole("listitem").filter({ hasText: pet }).getByRole("link", { name: service }).first().click();
}

test("a visit is booked, moved and cancelled", options, async () => {
  const page = await device("María González");
  await toSlots(page, "Luna", "Consulta general");
  await picture(page, "slots");
  await page.getByRole("button", { name: "09:00" }).click();
  assert.equal(await page.getByRole("status").innerText(), "El turno está reservado.");
  await picture(page, "home");
  await page.getByRole("link", { name: "Cambiar horario" }).click();
  await page.getByRole("button", { name: "10:30" }).click();
  assert.equal(await page.getByRole("status").innerText(), "El turno se cambió.");
  assert.match(await page.getByRole("main").innerText(), /10:30/);
  await page.getByRole("button", { name: "Cancelar turno" }).click();
  assert.equal(await page.getByRole("status").innerText(), "El turno se canceló.");
  assert.match(await page.getByRole("main").innerText(), /No tenés turnos/);
});

test("of two who want one slot one has it, and the other is told so kindly", options, async () => {
  const pages = [await device("María González"), await device("Carlos Vera", "en-US")];
  await toSlots(pages[0], "Michi", "Vacunación");
  await toSlots(pages[1], "Toby", "Vaccination");
  await Promise.all(pages.map((page) => page.getByRole("button", { name: "11:00" }).click()));
  await Promise.all(pages.map((page) => page.waitForLoadState()));
  const told = await Promise.all(
    pages.map((page) => page.locator("[role=status], [role=alert]").innerText()),
  );
  const booked = told.filter((text) => /El turno está reservado|The visit is booked/.test(text));
  const refused = told.filter((text) => /un momento antes\. Elegí otro|a moment before you\. Please choose/.test(text));
  assert.deepEqual([booked.length, refused.length], [1, 1], told.join(" / "));
  const loser = pages[told.indexOf(refused[0])];
  await picture(loser, "refused");
  assert.equal(await loser.getByRole("button", { name: "11:00" }).count(), 0, "it is not offered any more");
  const { appointments } = await corral
    .as({ development: { tenant: clinic.tenant, role: "ADMIN", actor: clinic.owners[0].id } })
    .booking.listAppointments({ statuses: [1] });
  assert.equal(appointments.length, 1);
});

test("a form that is sent twice is one visit", options, async () => {
  const page = await device("Carlos Vera");
  await toSlots(page, "Toby", "Consulta general");
  const form = await page.getByRole("button", { name: "15:00" }).evaluate((button) => {
    const fields = new FormData(button.form);
    fields.append(button.name, button.value);
    return Object.fromEntries(fields);
  });
  const answers = await Promise.all(
    [1, 2].map(() => page.request.post(`${url}/visits`, { form, maxRedirects: 0 })),
  );
  assert.deepEqual(answers.map((answer) => answer.status()), [303, 303]);
  await page.goto(url);
  assert.equal((await page.getByRole("main").innerText()).match(/15:00/g).length, 1);
});

test("carts of two devices are one; it is bought and paid at the counter", options, async () => {
  const tablet = await device("María González");
  await tablet.goto(`${url}/shop`);
  await tablet.getByRole("listitem").filter({ hasText: "Collar" }).getByRole("button").click();

  const phone = await device();
  await phone.goto(`${url}/shop`);
  await phone.getByRole("listitem").filter({ hasText: "Alimento" }).getByRole("button").click();
  await phone.goto(url);
  await phone.getByRole("button", { name: "María González" }).click();
  assert.match(await phone.getByRole("status").innerText(), /Juntamos el carrito/);
  assert.match(await phone.getByRole("main").innerText(), /Alimento[\s\S]*Collar|Collar[\s\S]*Alimento/);
  await picture(phone, "cart");
  await phone.getByRole("button", { name: "Comprar" }).click();
  assert.match(await phone.getByRole("main").innerText(), /Gs\.\s120\.000/);
  await tablet.goto(`${url}/cart`);
  assert.match(await tablet.getByRole("main").innerText(), /vacío/);

  const counter = await device("Mostrador");
  await counter.goto(phone.url().split("?")[0]);
  await counter.getByLabel("Importe").fill("200.000");
  await counter.getByRole("button", { name: "Cobrar" }).click();
  assert.match(await counter.getByRole("alert").innerText(), /más de lo que falta/);
  await counter.getByLabel("Importe").fill("mucho");
  await counter.getByRole("button", { name: "Cobrar" }).click();
  assert.match(await counter.getByRole("alert").innerText(), /Escribí un importe/);
  await counter.getByLabel("Importe").fill("120.000");
  await counter.getByRole("button", { name: "Cobrar" }).click();
  assert.match(await counter.getByRole("status").innerText(), /registrado/);
  await phone.reload();
  assert.match(await phone.getByRole("main").innerText(), /Por pagar\s+Gs\.\s0/);
});

test("what is not there is told by the cart, before and at the checkout", options, async () => {
  const page = await device("Carlos Vera");
  await page.goto(`${url}/shop`);
  const collar = page.getByRole("listitem").filter({ hasText: "Collar" });
  await collar.getByLabel("Cantidad").fill("50");
  await collar.getByRole("button").click();
  assert.match(await page.locator(".problems").innerText(), /No queda suficiente/);
  await page.getByRole("button", { name: "Comprar" }).click();
  assert.match(await page.getByRole("alert").innerText(), /No queda suficiente/);
});

test("another owner's invoice is not there, and a script in an address does not run", options, async () => {
  const page = await device("Carlos Vera", "en-US");
  const answer = await page.goto(`${url}/invoices/0b1c2a52-0000-4000-8000-00000000000a`);
  assert.equal(answer.status(), 404);
  assert.match(await page.getByRole("alert").innerText(), /not possible/);
  await page.goto(`${url}/slots?pet=${clinic.owners[1].pets[0].id}&service=${clinic.services[0].id}&x="><script>document.title="x"</script>`);
  assert.match(await page.title(), /Choose a time/);
});

test("forms that nobody was shown are refused, and change nothing", options, async () => {
  const page = await device("Carlos Vera");
  const strange = [
    ["/visits", {}],
    ["/visits", { requestId: "1", pet: "x", service: "y", start: "yesterday" }],
    ["/visits", { move: "x", version: "one", start: "2030-01-01T10:00:00Z" }],
    ["/checkout", { version: "-", total: "1e9" }],
    ["/cart", { product: "x", quantity: "many" }],
    ["/sign-in", {}],
  ];
  for (const [path, form] of strange) {
    const answer = await page.request.post(url + path, { form, maxRedirects: 0 });
    assert.ok([303, 400].includes(answer.status()), `${path} ${answer.status()}`);
  }
});

test("every control has a name, every page one heading and a language", options, async () => {
  const page = await device("María González");
  for (const path of ["/", "/shop", "/cart", `/slots?pet=${clinic.owners[0].pets[0].id}&service=${clinic.services[0].id}`]) {
    await page.goto(url + path);
    assert.equal(await page.locator("h1").count(), 1, path);
    assert.match(await page.locator("html").getAttribute("lang"), /^(es|en)$/);
    const nameless = await page.locator("a, button, input:not([type=hidden])").evaluateAll((all) =>
      all.filter((one) => !(one.innerText || one.getAttribute("aria-label") || one.labels?.length)).length);
    assert.equal(nameless, 0, path);
  }
});
