import { timestampFromDate } from "@corral/client";
import { AppointmentStatus } from "@corral/client/booking";
import type { Row, Table, Target } from "./import.js";
import { Unfit } from "./report.js";
import { uuidOf } from "./values.js";

interface Appointment extends Row {
  readonly pet_id: string;
  readonly service_id: string | null;
  readonly vet_id: string | null;
  readonly start_time: Date;
  readonly status: string;
  readonly notes: string | null;
}

const OVER = ["completed", "cancelled", "no_show", "checked_in", "in_progress"];

/** Appointments that are still to come. */
export const visitTables: readonly Table[] = [
  {
    name: "appointments",
    inOrder: true,
    query: `SELECT id, pet_id, service_id, vet_id, start_time, status, notes FROM appointments WHERE tenant_id = $1
             ORDER BY created_at, id`,
    async take(row: Appointment, { corral, tenant, report }: Target) {
      const { status } = row;
      if (OVER.includes(status) || row.start_time < new Date()) {
        report.leave("appointments that are over, called off or have begun");
        return;
      } else if (status !== "scheduled" && status !== "confirmed") {
        throw new Unfit("unknown_status", `the status ${status} is none of Corral's`);
      }
      const { appointment } = await corral.booking.bookAppointment({
        requestId: uuidOf(tenant, "appointments", row.id),
        petId: row.pet_id,
        serviceIds: row.service_id === null ? [] : [row.service_id],
        start: { case: "startTime", value: timestampFromDate(row.start_time) },
        note: row.notes ?? "",
        ...(row.vet_id !== null && { staffId: row.vet_id }),
      });
      if (status === "confirmed") {
        await corral.booking.updateAppointmentStatus({
          requestId: uuidOf(tenant, "appointments", row.id, "confirmed"),
          appointmentId: appointment!.appointmentId,
          status: AppointmentStatus.CONFIRMED,
        });
      }
      report.took(this.name, row.id, appointment!.appointmentId);
    },
  },
];
