import { PetStatus, StaffRole } from "@corral/client/directory";
import type { Row, Table, Target } from "./import.js";
import { uuidOf } from "./values.js";

interface Profile extends Row {
  readonly full_name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly role: string;
}

interface Pet extends Row {
  readonly owner_id: string | null;
  readonly name: string | null;
  readonly species: string | null;
  readonly is_deceased: boolean;
  readonly is_active: boolean;
}

const ROLES: Record<string, StaffRole> = { vet: StaffRole.VET, admin: StaffRole.ADMIN };

/** Clients, their pets, and the staff. Stored anew when a row has changed: its request id is made of what is stored. */
export const directoryTables: readonly Table[] = [
  {
    name: "profiles (owners)",
    query: "SELECT id, full_name, email, phone FROM profiles WHERE tenant_id = $1 AND role = 'owner' AND deleted_at IS NULL",
    async take(row: Profile, { corral, tenant, report }: Target) {
      const { id, full_name, email, phone } = row;
      const client = { clientId: id, displayName: full_name ?? "", email: email ?? "", phone: phone ?? "" };
      await corral.directory.upsertClient({ requestId: uuidOf(tenant, "client", client), client });
      report.took(this.name, id);
    },
  },
  {
    name: "profiles (staff)",
    query: "SELECT id, full_name, role FROM profiles WHERE tenant_id = $1 AND role <> 'owner' AND deleted_at IS NULL",
    async take(row: Profile, { corral, tenant, report }: Target) {
      const { id, full_name, role } = row;
      const staffRole = ROLES[role] ?? StaffRole.ASSISTANT;
      const staff = { staffId: id, displayName: full_name ?? "", role: staffRole, bookable: role === "vet" };
      await corral.directory.upsertStaff({ requestId: uuidOf(tenant, "staff", staff), staff });
      report.took(this.name, id);
    },
  },
  {
    name: "pets",
    query: "SELECT id, owner_id, name, species, is_deceased, is_active FROM pets WHERE tenant_id = $1 AND deleted_at IS NULL",
    async take(row: Pet, { corral, tenant, report }: Target) {
      const { id, owner_id, name, species, is_deceased, is_active } = row;
      const status = is_deceased ? PetStatus.DECEASED : is_active ? PetStatus.ACTIVE : PetStatus.INACTIVE;
      const pet = { petId: id, clientId: owner_id ?? "", displayName: name ?? "", species: species ?? "", status };
      await corral.directory.upsertPet({ requestId: uuidOf(tenant, "pet", pet), pet });
      report.took(this.name, id);
    },
  },
];
