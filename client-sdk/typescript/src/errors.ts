import type { CartProblem } from "./gen/corral/cart/v1/cart_service_pb.js";
import type { StockShortage } from "./gen/corral/stock/v1/stock_service_pb.js";
import type { ServerReasons } from "./reasons.js";

/** What an error says when the server has not said it. */
export interface ClientReasons {
  /** Nothing answers at the address, or what answers does not speak as Corral does. It may have taken effect. */
  UNREACHABLE: Readonly<Record<never, never>>;
  /** The server does not know this RPC: it is older than this client. */
  UNSUPPORTED_BY_SERVER: Readonly<Record<never, never>>;
  /** gRPC itself ended the call; `code` says all that is known. */
  TRANSPORT: Readonly<Record<never, never>>;
  /** A reason that this client does not know, of a newer server: `rawReason`, and all its metadata. */
  UNRECOGNIZED: Readonly<Record<string, string>>;
}

/** Every reason, with the metadata that comes with it. */
export type Reasons = ServerReasons & ClientReasons;

/** Why a call failed: of docs/errors.md, or of {@link ClientReasons}. */
export type Reason = keyof Reasons;

/** One field of a request, and what is wrong with it. */
export interface FieldViolation {
  /** Such as `service_ids[0]`; empty for a rule of the whole request. */
  readonly field: string;
  readonly description: string;
}

interface Parts<R extends Reason> {
  readonly reason: R;
  /** The name of the gRPC code, such as FAILED_PRECONDITION. */
  readonly code: string;
  readonly message: string;
  readonly method: string;
  readonly rawReason?: string | undefined;
  readonly metadata?: Reasons[R] | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly violations?: readonly FieldViolation[];
  readonly shortages?: readonly StockShortage[];
  readonly problems?: readonly CartProblem[];
  readonly cause?: unknown;
}

/** How every call fails. Ask {@link isCorralError}, then switch on `reason`: `metadata` has its type. */
export class CorralError<R extends Reason = Reason> extends Error {
  override readonly name = "CorralError";
  /** Why. */
  readonly reason: R;
  /** As the server wrote it; the same as `reason` but for UNRECOGNIZED. */
  readonly rawReason: string;
  /** The name of the gRPC code, such as FAILED_PRECONDITION: what to do about a reason that one does not know. */
  readonly code: string;
  /** The values that come with the reason, all texts. */
  readonly metadata: Reasons[R];
  /** Such as `corral.booking.v1.BookingService/BookAppointment`. */
  readonly method: string;
  /** The `request_id` that was sent; send it again to learn whether the call took effect. Undefined for reads. */
  readonly requestId: string | undefined;
  /** How long the server asks to wait before the same request is sent again, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** With INVALID_ARGUMENT: each field that is wrong. */
  readonly violations: readonly FieldViolation[];
  /** With OUT_OF_STOCK of ReserveStock and CommitReservation: every shortage. */
  readonly shortages: readonly StockShortage[];
  /** With a refused Checkout: every problem of the cart. */
  readonly problems: readonly CartProblem[];

  constructor(parts: Parts<R>) {
    super(parts.message, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.reason = parts.reason;
    this.rawReason = parts.rawReason ?? parts.reason;
    this.code = parts.code;
    this.metadata = parts.metadata ?? ({} as Reasons[R]);
    this.method = parts.method;
    this.requestId = parts.requestId;
    this.retryAfterMs = parts.retryAfterMs;
    this.violations = parts.violations ?? [];
    this.shortages = parts.shortages ?? [];
    this.problems = parts.problems ?? [];
  }
}

/** A union over all reasons, so that a test of `reason` narrows `metadata`. */
export type AnyCorralError = { [R in Reason]: CorralError<R> }[Reason];

/** Whether something that was thrown is the failure of a call. */
export function isCorralError(thrown: unknown): thrown is AnyCorralError {
  return thrown instanceof CorralError;
}
