import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { create, fromJson, toJson, type JsonValue } from "@bufbuild/protobuf";
import { createCorral, isCorralError, type AnyCorralError, type Corral } from "../src/index.js";
import { BookingService } from "../src/gen/corral/booking/v1/booking_service_pb.js";
import { CartProblemsSchema, CartService } from "../src/gen/corral/cart/v1/cart_service_pb.js";
import { CatalogService } from "../src/gen/corral/catalog/v1/catalog_service_pb.js";
import { DirectoryService } from "../src/gen/corral/directory/v1/directory_service_pb.js";
import { PaymentService } from "../src/gen/corral/payment/v1/payment_service_pb.js";
import { StockService, StockShortagesSchema } from "../src/gen/corral/stock/v1/stock_service_pb.js";
import { TenantService } from "../src/gen/corral/tenant/v1/tenant_service_pb.js";

const FOLDER = resolve(fileURLToPath(import.meta.url), "../../../vectors");
const SERVICES = {
  booking: BookingService,
  cart: CartService,
  catalog: CatalogService,
  directory: DirectoryService,
  payment: PaymentService,
  stock: StockService,
  tenant: TenantService,
} as const;

export interface Step {
  readonly name: string;
  readonly as?: { readonly role?: string; readonly actor?: string; readonly tenant?: string };
  readonly call: string;
  readonly request: JsonValue;
  readonly expect?: JsonValue;
  readonly error?: {
    readonly code: string;
    readonly reason: string;
    readonly metadata?: Record<string, string>;
    readonly fields?: readonly string[];
    readonly retryable?: boolean;
    readonly details?: JsonValue;
  };
  readonly save?: Record<string, string>;
}

/** The scenarios by the names of their files. */
export function scenarios(): [string, Step[]][] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".json"))
    .map((file) => [file, (JSON.parse(readFileSync(resolve(FOLDER, file), "utf8")) as { steps: Step[] }).steps]);
}

/** One run of a scenario: its tenant and what it has saved. */
export class Run {
  private readonly corral: Corral;
  private readonly values = new Map<string, JsonValue>([["tenant", `v${randomUUID().slice(0, 12)}`]]);

  /** With `validate` false only the server checks requests, and has to find the same. */
  constructor(address: string, validate: boolean) {
    this.corral = createCorral({ address, validate });
  }

  /** Makes the call of a step; returns what is wrong with its answer, a line each. */
  async step(step: Step): Promise<string[]> {
    const answer = await this.call(step);
    if (isCorralError(answer)) {
      return step.error === undefined ? [`failed: ${answer.reason}: ${answer.message}`] : this.wrongError(step.error, answer);
    }
    for (const [name, path] of Object.entries(step.save ?? {})) {
      this.values.set(name, at(answer, path));
    }
    return step.error === undefined ? different(this.filled(step.expect ?? {}), answer) : [`did not fail`];
  }

  close(): void {
    this.corral.close();
  }

  private async call(step: Step): Promise<JsonValue | AnyCorralError> {
    const [service = "", method = ""] = step.call.split("/");
    const domain = service.split(".")[1] as keyof typeof SERVICES;
    const desc = SERVICES[domain].methods.find((m) => m.name === method);
    if (desc === undefined) {
      throw new Error(`no such RPC: ${step.call}`);
    }
    const development = {
      tenant: String(this.filled(step.as?.tenant ?? "${tenant}")),
      role: step.as?.role ?? "ADMIN",
      actor: String(this.filled(step.as?.actor ?? "${uuid:somebody}")),
    };
    const client = this.corral.as({ development })[domain] as unknown as Record<string, (q: object) => Promise<never>>;
    try {
      const reply = await client[desc.localName]!(fromJson(desc.input, this.filled(step.request)));
      return toJson(desc.output, reply, { alwaysEmitImplicit: true });
    } catch (thrown) {
      if (isCorralError(thrown)) {
        return thrown;
      }
      throw thrown;
    }
  }

  private wrongError(expected: NonNullable<Step["error"]>, error: AnyCorralError): string[] {
    const { details, fields, retryable, ...rest } = expected;
    const seen: JsonValue = { code: error.code, reason: error.rawReason, metadata: { ...error.metadata } };
    const wrong = different(this.filled(rest as JsonValue), seen);
    if (fields !== undefined) {
      wrong.push(...different([...fields].sort(), error.violations.map((v) => v.field).sort()));
    }
    if (retryable !== undefined && retryable !== (error.retryAfterMs !== undefined)) {
      wrong.push(`retryable is ${!retryable}`);
    }
    const shortages = toJson(StockShortagesSchema, create(StockShortagesSchema, { shortages: [...error.shortages] }));
    const problems = toJson(CartProblemsSchema, create(CartProblemsSchema, { problems: [...error.problems] }));
    return [...wrong, ...different(this.filled(details ?? {}), { ...(shortages as object), ...(problems as object) })];
  }

  private filled(json: JsonValue): JsonValue {
    if (typeof json === "string") {
      const date = /^\$\{date:(\d+)\}$/.exec(json);
      if (date !== null) {
        const day = new Date(Date.now() + Number(date[1]) * 86_400_000);
        return { year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate() };
      }
      return json.replace(/\$\{([^}]+)\}/g, (_, name: string) => String(this.value(name)));
    } else if (Array.isArray(json)) {
      return json.map((element) => this.filled(element));
    } else if (typeof json === "object" && json !== null) {
      return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, this.filled(value)]));
    }
    return json;
  }

  private value(name: string): JsonValue {
    if (!this.values.has(name)) {
      if (!name.startsWith("uuid:")) {
        throw new Error(`nothing is saved as ${name}`);
      }
      this.values.set(name, randomUUID());
    }
    return this.values.get(name)!;
  }
}

/** Where a value is not what a part of it says, a line each. */
function different(expected: JsonValue, seen: JsonValue | undefined, path = ""): string[] {
  if (Array.isArray(expected)) {
    return Array.isArray(seen) && seen.length === expected.length
      ? expected.flatMap((element, i) => different(element, seen[i], `${path}.${i}`))
      : [`${path} is ${JSON.stringify(seen)}, not ${JSON.stringify(expected)}`];
  } else if (typeof expected === "object" && expected !== null) {
    return typeof seen === "object" && seen !== null && !Array.isArray(seen)
      ? Object.entries(expected).flatMap(([key, value]) => different(value, seen[key], `${path}.${key}`))
      : [`${path} is ${JSON.stringify(seen)}`];
  }
  return expected === seen ? [] : [`${path} is ${JSON.stringify(seen)}, not ${JSON.stringify(expected)}`];
}

function at(json: JsonValue, path: string): JsonValue {
  let value: unknown = json;
  for (const key of path.split(".")) {
    value = (value as Record<string, unknown>)?.[key];
  }
  if (value === undefined) {
    throw new Error(`nothing at ${path} in ${JSON.stringify(json)}`);
  }
  return value as JsonValue;
}
