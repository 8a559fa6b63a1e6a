import { isFieldError, type FieldError } from "@bufbuild/protobuf/reflect";
import { Code, ConnectError, createContextValues, type Transport } from "@connectrpc/connect";
import { sentAuthorization, sentRequestId } from "./context.js";
import { CorralError, type Reason } from "./errors.js";
import { BadRequestSchema, ErrorInfoSchema, RetryInfoSchema } from "./gen/google/rpc/error_details_pb.js";
import { CartProblemsSchema } from "./gen/corral/cart/v1/cart_service_pb.js";
import { StockShortagesSchema } from "./gen/corral/stock/v1/stock_service_pb.js";
import { ADVICE } from "./reasons.js";

const DOMAIN = "corral.dev";

interface Called {
  readonly target: string;
  readonly method: string;
  readonly requestId: string | undefined;
  readonly authorization: string;
}

/** Makes every call fail with a {@link CorralError}. A transport, since an interceptor can only throw ConnectErrors. */
export function withErrors(transport: Transport, target: string): Transport {
  return {
    async unary(method, signal, timeoutMs, header, input, contextValues = createContextValues()) {
      try {
        return await transport.unary(method, signal, timeoutMs, header, input, contextValues);
      } catch (thrown) {
        throw errorOf(ConnectError.from(thrown), {
          target,
          method: `${method.parent.typeName}/${method.name}`,
          requestId: contextValues.get(sentRequestId) || undefined,
          authorization: contextValues.get(sentAuthorization),
        });
      }
    },
    stream: (...call) => transport.stream(...call),
  };
}

function errorOf(error: ConnectError, called: Called): CorralError {
  if (error.cause instanceof CorralError) {
    return error.cause; // of the validation
  } else if (isFieldError(error.cause)) {
    return unwritable(error.cause, called);
  }
  const info = error.findDetails(ErrorInfoSchema).find((i) => i.domain === DOMAIN);
  const reason = info === undefined ? reasonOf(error.code) : known(info.reason);
  const retry = error.findDetails(RetryInfoSchema)[0]?.retryDelay;
  const retryAfterMs = retry && Number(retry.seconds) * 1000 + Math.round(retry.nanos / 1e6);
  return new CorralError({
    reason,
    rawReason: info?.reason,
    code: nameOf(error.code),
    message: messageOf(reason, error, called, retryAfterMs),
    method: called.method,
    metadata: info?.metadata as never,
    requestId: called.requestId,
    retryAfterMs,
    violations: error
      .findDetails(BadRequestSchema)
      .flatMap((b) => b.fieldViolations.map(({ field, description }) => ({ field, description }))),
    shortages: error.findDetails(StockShortagesSchema).flatMap((s) => s.shortages),
    problems: error.findDetails(CartProblemsSchema).flatMap((p) => p.problems),
    cause: error,
  });
}

/** A value that no message can hold, such as NaN or 1.5 for an integer. Nothing was sent. */
function unwritable(fault: FieldError, { method, requestId }: Called): CorralError {
  const field = fault.field().name;
  return new CorralError({
    reason: "INVALID_REQUEST",
    code: "INVALID_ARGUMENT",
    message: `The request cannot be written: ${field}: ${fault.message}.`,
    method,
    requestId,
    violations: [{ field, description: fault.message }],
    cause: fault,
  });
}

function known(reason: string): Reason {
  return Object.hasOwn(ADVICE, reason) ? (reason as Reason) : "UNRECOGNIZED";
}

/** Of a status without details, which the server has not made. */
function reasonOf(code: Code): Reason {
  switch (code) {
    case Code.Unavailable:
    case Code.Internal: // what answers does not speak gRPC, or not over TLS
      return "UNREACHABLE";
    case Code.Unimplemented:
      return "UNSUPPORTED_BY_SERVER";
    case Code.DeadlineExceeded:
      return "DEADLINE_EXCEEDED";
    case Code.Canceled:
      return "CALL_CANCELLED";
    default:
      return "TRANSPORT";
  }
}

/** FailedPrecondition → FAILED_PRECONDITION. */
function nameOf(code: Code): string {
  return code === Code.Canceled ? "CANCELLED" : Code[code].replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
}

/** One sentence of what happened, and one of what to do. */
function messageOf(reason: Reason, error: ConnectError, called: Called, retryAfterMs: number | undefined): string {
  const again = called.requestId === undefined ? "" : ` Send the same request_id again to learn it: ${called.requestId}.`;
  switch (reason) {
    case "UNREACHABLE":
      return (
        `Corral cannot be reached at ${called.target}: ${error.rawMessage}. Check the address and that it runs; ` +
        `an https: address needs a server with TLS, an http: address one without.`
      );
    case "UNSUPPORTED_BY_SERVER":
      return (
        `The server at ${called.target} does not know ${called.method}: it is older than this client, or not a Corral. ` +
        `Update the server first.`
      );
    case "UNAUTHENTICATED":
      return `${error.rawMessage} ${expiry(called.authorization) ?? "Check the credential: the server never says what is wrong with it."}`;
    case "DEADLINE_EXCEEDED":
      return `${called.method} had no answer before its deadline; it may have taken effect.${again}`;
    case "TOO_MANY_CALLS":
    case "TOO_MANY_CALLS_AT_ONCE":
    case "SERVER_OVERLOADED":
      return `${error.rawMessage} Try again in ${((retryAfterMs ?? 1000) / 1000).toFixed(1)} s, or send less at once.`;
    default:
      return error.rawMessage;
  }
}

/** What the client itself can see of a token; nothing when it looks good. */
function expiry(authorization: string): string | undefined {
  const payload = /^Bearer [^.]+\.([^.]+)\./.exec(authorization)?.[1];
  if (payload === undefined) {
    return undefined;
  }
  const exp = expClaim(Buffer.from(payload, "base64url").toString());
  return exp !== undefined && exp * 1000 < Date.now()
    ? `The token has expired at ${new Date(exp * 1000).toISOString()}: get a new one.`
    : undefined;
}

function expClaim(json: string): number | undefined {
  try {
    const { exp } = JSON.parse(json) as { exp?: unknown };
    return typeof exp === "number" ? exp : undefined;
  } catch {
    return undefined; // not a JWT; the server has said that it is no good
  }
}
