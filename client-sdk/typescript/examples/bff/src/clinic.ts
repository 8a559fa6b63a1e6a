// What this application keeps itself: names, texts and ids. The rest is Corral's; seed() mirrors what it has to know.
import { createHash } from "node:crypto";
import type { Corral } from "@corral/client";
import { isCorralError } from "@corral/client";
import { PetStatus, StaffRole } from "@corral/client/directory";
import { TaxMode, TaxRounding } from "@corral/client/tenant";

export const ZONE = "America/Asuncion";

/** The same UUID for the same name, in each tenant its own. */
export function idOf(tenant: string, name: string): string {
  const hex = createHash("sha256").update(`${tenant}/${name}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export interface Pet {
  readonly id: string;
  readonly name: string;
  readonly species: string;
}

export interface Owner {
  readonly id: string;
  readonly name: string;
  readonly pets: readonly Pet[];
}

export interface Service {
  readonly id: string;
  readonly name: { readonly es: string; readonly en: string };
  readonly minutes: number;
  readonly price: bigint;
}

export interface Product {
  readonly id: string;
  readonly name: { readonly es: string; readonly en: string };
  readonly price: bigint;
  readonly stock: bigint;
}

/** One clinic with its pet owners, services and shop. */
export interface Clinic {
  readonly tenant: string;
  readonly owners: readonly Owner[];
  readonly services: readonly Service[];
  readonly products: readonly Product[];
}

export function clinicOf(tenant: string): Clinic {
  const id = (name: string) => idOf(tenant, name);
  const pet = (name: string, species: string) => ({ id: id(name), name, species });
  return {
    tenant,
    owners: [
      { id: id("maria"), name: "María González", pets: [pet("Luna", "dog"), pet("Michi", "cat")] },
      { id: id("carlos"), name: "Carlos Vera", pets: [pet("Toby", "dog")] },
    ],
    services: [
      { id: id("visit"), name: { es: "Consulta general", en: "General visit" }, minutes: 30, price: 150_000n },
      { id: id("vaccine"), name: { es: "Vacunación", en: "Vaccination" }, minutes: 15, price: 60_000n },
    ],
    products: [
      { id: id("food"), name: { es: "Alimento, bolsa de 3 kg", en: "Food, bag of 3 kg" }, price: 85_000n, stock: 40n },
      { id: id("collar"), name: { es: "Collar", en: "Collar" }, price: 35_000n, stock: 3n },
    ],
  };
}

/** Stores the clinic in Corral. Run again it changes nothing: each request id is made of what is stored. */
export async function seed(corral: Corral, clinic: Clinic): Promise<void> {
  const { tenant } = clinic;
  const as = (role: string) => ({ development: { tenant, role, actor: idOf(tenant, "seed") } });
  await createTenant(corral.as(as("PLATFORM")), tenant);
  const { directory, catalog, stock, payment } = corral.as(as("ADMIN"));
  const step = (name: string) => ({ requestId: idOf(tenant, `seed ${name}`) });
  const windows = [{ start: { hours: 8 }, end: { hours: 18 } }];
  await directory.setWorkingHours({
    ...step("hours"),
    days: [1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, windows })),
  });
  await directory.upsertStaff({
    ...step("vet"),
    staff: { staffId: idOf(tenant, "vet"), displayName: "Dra. Ana Benítez", role: StaffRole.VET, bookable: true },
  });
  for (const owner of clinic.owners) {
    await directory.upsertClient({ ...step(owner.name), client: { clientId: owner.id, displayName: owner.name } });
    for (const { id, name, species } of owner.pets) {
      const pet = { petId: id, clientId: owner.id, displayName: name, species, status: PetStatus.ACTIVE };
      await directory.upsertPet({ ...step(name), pet });
    }
  }
  const tax = { taxRateBp: 1000, active: true };
  for (const { id, name, minutes, price } of clinic.services) {
    const service = { serviceId: id, displayName: name.es, durationMinutes: minutes, priceMinor: price, ...tax };
    await catalog.upsertService({ ...step(name.en), service });
  }
  for (const { id, name, price, stock: quantity } of clinic.products) {
    const product = { productId: id, displayName: name.es, unit: "unidad", priceMinor: price, ...tax };
    await catalog.upsertProduct({ ...step(name.en), product });
    await stock.receiveStock({ ...step(`stock ${name.en}`), items: [{ productId: id, quantity }] });
  }
  await payment.upsertPaymentMethod({
    ...step("cash"),
    method: { methodId: "efectivo", displayName: "Efectivo", active: true },
  });
}

async function createTenant(corral: Corral, tenant: string): Promise<void> {
  try {
    await corral.tenant.createTenant({
      requestId: idOf(tenant, "seed tenant"),
      tenantId: tenant,
      settings: {
        displayName: "Clínica San Roque",
        currencyCode: "PYG",
        timeZone: ZONE,
        taxMode: TaxMode.INCLUSIVE,
        taxRounding: TaxRounding.PER_LINE,
        cancelWindowMinutes: 60,
      },
    });
  } catch (thrown) {
    if (!isCorralError(thrown) || thrown.reason !== "TENANT_ALREADY_EXISTS") {
      throw thrown;
    }
  }
}
