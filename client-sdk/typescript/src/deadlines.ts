import { getOption, hasOption, type DescMethod } from "@bufbuild/protobuf";
import { createContextValues, type Transport } from "@connectrpc/connect";
import { endTime } from "./context.js";
import { access, Limit } from "./gen/corral/common/v1/access_pb.js";

const READ_MS = 5_000;
/** A server ends each call after 10 s unless it is told otherwise; a longer deadline is for retries. */
const LONGEST_MS = 15_000;

/** How long a call may take with all its retries, in milliseconds, when the caller does not say. */
export function defaultDeadlineMs(method: DescMethod): number {
  const reads = hasOption(method, access) && getOption(method, access).limit === Limit.READ;
  return reads ? READ_MS : LONGEST_MS;
}

/** Gives each call a deadline: the caller's, else the option's for all calls, else that of the method. */
export function withDeadlines(transport: Transport, deadlineMs?: number): Transport {
  return {
    unary(method, signal, timeoutMs, header, input, contextValues = createContextValues()) {
      const ms = timeoutMs ?? deadlineMs ?? defaultDeadlineMs(method);
      return transport.unary(method, signal, ms, header, input, contextValues.set(endTime, Date.now() + ms));
    },
    stream: (...call) => transport.stream(...call),
  };
}
