import type { Row, Table, Target } from "./import.js";
import { Unfit } from "./report.js";
import { basisPoints, minorUnits, uuidOf, whole } from "./values.js";

interface Service extends Row {
  readonly name: string | null;
  readonly base_price: string;
  readonly tax_rate: string;
  readonly duration_minutes: number;
  readonly buffer_minutes: number | null;
  readonly max_daily_bookings: number | null;
  readonly species_allowed: string[] | null;
  readonly is_active: boolean;
}

interface Product extends Row {
  readonly name: string | null;
  readonly price: string;
  readonly requires_prescription: boolean | null;
  readonly target_species: string[] | null;
  readonly is_active: boolean;
}

interface Shelf extends Row {
  readonly product_id: string;
  readonly stock_quantity: string;
  readonly batch_number: string | null;
  readonly expiry_date: string | null;
}

/** What the old tables do not say of a product. */
const PRODUCT_TAX_BP = 1000;

/** Services, products, and what is on the shelves. */
export const shopTables: readonly Table[] = [
  {
    name: "services",
    query: `SELECT id, name, base_price, tax_rate, duration_minutes, buffer_minutes, max_daily_bookings, species_allowed,
                   is_active FROM services WHERE tenant_id = $1`,
    async take(row: Service, { corral, tenant, currency, report }: Target) {
      const service = {
        serviceId: row.id,
        displayName: row.name ?? "",
        durationMinutes: row.duration_minutes,
        bufferAfterMinutes: row.buffer_minutes ?? 0,
        priceMinor: minorUnits(row.base_price, currency),
        taxRateBp: basisPoints(row.tax_rate),
        species: row.species_allowed ?? [],
        active: row.is_active,
        ...(row.max_daily_bookings !== null && { maxPerDay: row.max_daily_bookings }),
      };
      await corral.catalog.upsertService({ requestId: uuidOf(tenant, "service", service), service });
      report.took(this.name, row.id);
    },
  },
  {
    name: "store_products",
    query: `SELECT id, name, coalesce(sale_price, base_price) AS price, requires_prescription, target_species, is_active
              FROM store_products WHERE tenant_id = $1`,
    async take(row: Product, { corral, tenant, currency, report }: Target) {
      const product = {
        productId: row.id,
        displayName: row.name ?? "",
        unit: "unidad",
        priceMinor: minorUnits(row.price, currency),
        taxRateBp: PRODUCT_TAX_BP,
        requiresPrescription: row.requires_prescription ?? false,
        species: row.target_species ?? [],
        active: row.is_active,
      };
      await corral.catalog.upsertProduct({ requestId: uuidOf(tenant, "product", product), product });
      report.took(this.name, row.id);
    },
  },
  {
    name: "store_inventory",
    query: `SELECT id, product_id, stock_quantity, batch_number, expiry_date::text AS expiry_date
              FROM store_inventory WHERE tenant_id = $1`,
    async take(row: Shelf, { corral, tenant, report }: Target) {
      const quantity = whole(row.stock_quantity);
      if (quantity === 0n) {
        report.leave("shelves that are empty");
        return;
      }
      if (row.expiry_date && !row.batch_number) {
        throw new Unfit("lot_missing", `an expiry date needs a batch number`);
      }
      const [year = 0, month = 0, day = 0] = (row.expiry_date ?? "").split("-").map(Number);
      // made of the row alone: received once, whatever the old application sells meanwhile
      await corral.stock.receiveStock({
        requestId: uuidOf(tenant, "store_inventory", row.id),
        reference: `store_inventory/${row.id}`,
        items: [
          {
            productId: row.product_id,
            quantity,
            lotCode: row.batch_number ?? "",
            ...(row.expiry_date !== null && { expiryDate: { year, month, day } }),
          },
        ],
      });
      report.took(this.name, row.id);
    },
  },
];
