import { isCorralError, money, toDecimal } from "@corral/client";
import type { Row, Table, Target } from "./import.js";
import { Unfit } from "./report.js";
import { basisPoints, minorUnits, uuidOf, whole } from "./values.js";

interface Invoice extends Row {
  readonly client_id: string;
  readonly status: string;
  readonly total: string;
  readonly notes: string | null;
}

interface Item extends Row {
  readonly description: string | null;
  readonly quantity: string;
  readonly unit_price: string;
  readonly discount_amount: string | null;
  readonly tax_rate: string;
}

interface Payment extends Row {
  readonly amount: string;
  readonly payment_method_name: string | null;
  readonly reference_number: string | null;
}

const OPEN = ["sent", "viewed", "partial", "paid", "overdue"];
const OVER = ["void", "refunded", "cancelled"];

/** Invoices with their lines, then what was paid of them. */
export const billTables: readonly Table[] = [
  {
    name: "invoices",
    query: "SELECT id, client_id, status, total, notes FROM invoices WHERE tenant_id = $1 ORDER BY invoice_date, id",
    async take(row: Invoice, target: Target) {
      const { status } = row;
      if (OVER.includes(status)) {
        target.report.leave("invoices that are void or given back");
        return;
      } else if (status !== "draft" && !OPEN.includes(status)) {
        throw new Unfit("unknown_status", `the status ${status} is none of Corral's`);
      }
      const { corral, tenant, currency, report } = target;
      const request = {
        requestId: uuidOf(tenant, "invoices", row.id),
        invoice: { clientId: row.client_id, lines: await lines(row, target), note: row.notes ?? "" },
        issue: status !== "draft",
      };
      const trial = await corral.payment.createInvoice({ ...request, requestId: "", validateOnly: true });
      const total = minorUnits(row.total, currency);
      if (trial.invoice!.totalMinor !== total) {
        const here = toDecimal(money(currency, trial.invoice!.totalMinor));
        throw new Unfit("total_differs", `its lines come to ${here}, and it says ${toDecimal(money(currency, total))}`);
      }
      const { invoice } = await corral.payment.createInvoice(request);
      await payments(row, invoice!.invoiceId, target);
      report.took(this.name, row.id, invoice!.invoiceId);
    },
  },
];

async function lines(invoice: Invoice, { old, currency }: Target) {
  const { rows } = await old.query<Item>(
    `SELECT id, description, quantity, unit_price, discount_amount, tax_rate FROM invoice_items WHERE invoice_id = $1
      ORDER BY id`,
    [invoice.id],
  );
  return rows.map((item) => ({
    description: item.description ?? "",
    quantity: whole(item.quantity),
    unitPriceMinor: minorUnits(item.unit_price, currency),
    discount: { case: "discountAmountMinor" as const, value: minorUnits(item.discount_amount ?? "0", currency) },
    taxRateBp: basisPoints(item.tax_rate),
  }));
}

/** Each is a row of its own in the report: an invoice stays although one payment of it cannot be taken. */
async function payments(invoice: Invoice, invoiceId: string, { corral, tenant, currency, report, old }: Target) {
  const { rows } = await old.query<Payment>(
    `SELECT id, amount, payment_method_name, reference_number FROM payments
      WHERE invoice_id = $1 AND status = 'completed' ORDER BY payment_date, id`,
    [invoice.id],
  );
  for (const row of rows) {
    try {
      const methodId = await method(row.payment_method_name ?? "otro", { corral, tenant });
      const { payment } = await corral.payment.recordInvoicePayment({
        requestId: uuidOf(tenant, "payments", row.id),
        invoiceId,
        amount: money(currency, minorUnits(row.amount, currency)),
        methodId,
        reference: row.reference_number ?? "",
      });
      report.took("payments", row.id, payment!.paymentId);
    } catch (thrown) {
      if (!(thrown instanceof Unfit) && !(isCorralError(thrown) && thrown.code === "FAILED_PRECONDITION")) {
        throw thrown;
      }
      const reason = thrown instanceof Unfit ? thrown.reason : thrown.rawReason;
      report.fault({ table: "payments", id: row.id, reason, text: thrown.message });
    }
  }
}

/** A way to pay by the name that it had. */
async function method(name: string, { corral, tenant }: Pick<Target, "corral" | "tenant">): Promise<string> {
  const methodId = name.normalize("NFD").replace(/[^A-Za-z0-9]+/g, "").toLowerCase().slice(0, 40) || "otro";
  const requestId = uuidOf(tenant, "method", methodId, name);
  await corral.payment.upsertPaymentMethod({ requestId, method: { methodId, displayName: name, active: true } });
  return methodId;
}
