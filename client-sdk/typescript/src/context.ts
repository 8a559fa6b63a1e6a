import { createContextKey } from "@connectrpc/connect";

/** When a call ends, in milliseconds since 1970; 0: never. */
export const endTime = createContextKey(0);

/** The `request_id` that a call carries; empty for reads. */
export const sentRequestId = createContextKey("");

/** The header `authorization` of the last attempt; empty when there was none. */
export const sentAuthorization = createContextKey("");
