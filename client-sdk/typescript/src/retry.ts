import { setTimeout as sleep } from "node:timers/promises";
import { Code, ConnectError, type Interceptor } from "@connectrpc/connect";
import { endTime } from "./context.js";

/** How often a call is sent in all, and how the pauses grow. */
export interface RetryOptions {
  /** Attempts in all, the first included. 5. */
  readonly attempts?: number;
  /** The first pause in milliseconds; each further one is twice as long, and a random share of it is waited. 100. */
  readonly firstPauseMs?: number;
  /** The longest such pause in milliseconds. 2,000. */
  readonly longestPauseMs?: number;
}

const PUSHBACK = "grpc-retry-pushback-ms";

/**
 * Sends a call again when that is safe and may help: the server is not to be reached, or it says itself when to come
 * again. Every mutation carries a `request_id`, so that a second attempt never has a second effect. A pause that would
 * outlast the deadline is not waited: the error is thrown at once.
 */
export function retryInterceptor(options: RetryOptions): Interceptor {
  const attempts = options.attempts ?? 5;
  return (next) => async (request) => {
    if (request.stream) {
      return next(request);
    }
    const end = request.contextValues.get(endTime);
    for (let attempt = 1; ; attempt++) {
      try {
        return await next({ ...request, header: headerOf(request.header, attempt, end) });
      } catch (thrown) {
        const error = ConnectError.from(thrown);
        const pause = pauseMs(error, attempt, options);
        if (attempt >= attempts || pause === undefined || (end !== 0 && Date.now() + pause >= end)) {
          throw thrown;
        }
        await sleep(pause, undefined, { signal: request.signal });
      }
    }
  };
}

/** A copy for each attempt, since those inside add to it. The server hears of the time that is left. */
function headerOf(header: Headers, attempt: number, end: number): Headers {
  const own = new Headers(header);
  if (attempt > 1 && end !== 0) {
    own.set("grpc-timeout", `${Math.max(1, end - Date.now())}m`);
  }
  return own;
}

/** How long to wait before the next attempt; undefined when there should be none. */
function pauseMs(error: ConnectError, attempt: number, options: RetryOptions): number | undefined {
  const pushback = error.metadata.get(PUSHBACK);
  if (pushback !== null) {
    const ms = Number.parseInt(pushback, 10);
    return ms >= 0 ? ms * (1 + Math.random() / 4) : undefined;
  }
  if (error.code !== Code.Unavailable) {
    return undefined;
  }
  const longest = Math.min((options.firstPauseMs ?? 100) * 2 ** (attempt - 1), options.longestPauseMs ?? 2_000);
  return longest * (0.5 + Math.random() / 2);
}
