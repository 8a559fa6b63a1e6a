import type { Interceptor } from "@connectrpc/connect";
import { sentAuthorization } from "./context.js";

/** Who a developer's client says that it is; only a server with development identity believes it. */
export interface DevelopmentIdentity {
  /** Tenant id, such as `demo`. */
  readonly tenant: string;
  /** One of CLIENT, VET, RECEPTION, ADMIN, SERVICE, PLATFORM. */
  readonly role: string;
  /** UUID of the person; for CLIENT the client's id. */
  readonly actor: string;
}

/**
 * What every call carries: a token, or a function that is asked for one before each attempt (so that it may refresh
 * it), an API key, or for `./corral up` a development identity.
 */
export type Credentials =
  | { readonly token: string | (() => string | Promise<string>); readonly tenant?: string }
  | { readonly apiKey: string; readonly tenant?: string }
  | { readonly development: DevelopmentIdentity };

/** The metadata of a credential. Sent anew with each attempt. */
export async function headersOf(credentials: Credentials): Promise<Record<string, string>> {
  if ("development" in credentials) {
    const { tenant, role, actor } = credentials.development;
    return { "x-tenant-id": tenant, "x-role": role, "x-actor-id": actor };
  }
  const chosen: Record<string, string> = credentials.tenant === undefined ? {} : { "x-tenant-id": credentials.tenant };
  if ("apiKey" in credentials) {
    return { ...chosen, "x-api-key": credentials.apiKey };
  }
  const token = typeof credentials.token === "string" ? credentials.token : await credentials.token();
  return { ...chosen, authorization: `Bearer ${token}` };
}

/** Adds the credential to each attempt. A header that the caller has set himself stays. */
export function credentialsInterceptor(credentials: Credentials): Interceptor {
  return (next) => async (request) => {
    for (const [name, value] of Object.entries(await headersOf(credentials))) {
      if (!request.header.has(name)) {
        request.header.set(name, value);
      }
    }
    request.contextValues.set(sentAuthorization, request.header.get("authorization") ?? "");
    return next(request);
  };
}
