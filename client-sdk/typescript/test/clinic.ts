import { randomUUID } from "node:crypto";
import { createCorral, type Corral, type CorralOptions } from "../src/index.js";
import { TaxMode, TaxRounding } from "../src/gen/corral/tenant/v1/tenant_service_pb.js";
import { DayOfWeek } from "../src/gen/google/type/dayofweek_pb.js";
import { PetStatus, StaffRole } from "../src/gen/corral/directory/v1/directory_service_pb.js";
import type { Timestamp } from "@bufbuild/protobuf/wkt";

const DAYS = [1, 2, 3, 4, 5, 6, 7] satisfies DayOfWeek[];

/** A clinic of its own, open all day, with a vet, a pet and a service. */
export class Clinic {
  readonly tenant = `t${randomUUID().slice(0, 12)}`;
  readonly pet = randomUUID();
  readonly service = randomUUID();
  private readonly actor = randomUUID();

  constructor(private readonly address: string) {}

  /** A client of its administrator. */
  connect(options: Partial<CorralOptions> = {}): Corral {
    return createCorral({ address: this.address, credentials: this.as("ADMIN"), ...options });
  }

  as(role: string) {
    return { development: { tenant: this.tenant, role, actor: this.actor } };
  }

  async open(): Promise<this> {
    const corral = this.connect();
    await corral.as(this.as("PLATFORM")).tenant.createTenant({
      tenantId: this.tenant,
      settings: {
        displayName: "Clínica",
        currencyCode: "PYG",
        timeZone: "UTC",
        taxMode: TaxMode.INCLUSIVE,
        taxRounding: TaxRounding.PER_LINE,
      },
    });
    const allDay = [{ start: {}, end: { hours: 24 } }];
    await corral.directory.setWorkingHours({ days: DAYS.map((weekday) => ({ weekday, windows: allDay })) });
    const clientId = randomUUID();
    await corral.directory.upsertClient({ client: { clientId, displayName: "María" } });
    await corral.directory.upsertPet({
      pet: { petId: this.pet, clientId, displayName: "Luna", species: "dog", status: PetStatus.ACTIVE },
    });
    await corral.directory.upsertStaff({
      staff: { staffId: randomUUID(), displayName: "Ana", role: StaffRole.VET, bookable: true },
    });
    await corral.catalog.upsertService({
      service: { serviceId: this.service, displayName: "Consulta", durationMinutes: 30, active: true },
    });
    corral.close();
    return this;
  }

  /** A free start, the n-th of tomorrow. */
  async slot(corral: Corral, n = 0): Promise<Timestamp> {
    const day = new Date(Date.now() + 86_400_000);
    const date = { year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate() };
    const { slots } = await corral.booking.listAvailableSlots({
      serviceIds: [this.service],
      fromDate: date,
      toDate: date,
    });
    return slots[n]!.startTime!;
  }

  /** What is to be sent to book one. */
  visit(start: Timestamp) {
    return { petId: this.pet, serviceIds: [this.service], start: { case: "startTime" as const, value: start } };
  }
}

/** What a promise is rejected with. */
export async function failureOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (thrown) {
    return thrown;
  }
  throw new Error("the call did not fail");
}
