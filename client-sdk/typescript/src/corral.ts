import { createClient, type Client, type Interceptor } from "@connectrpc/connect";
import { createGrpcTransport, Http2SessionManager } from "@connectrpc/connect-node";
import { credentialsInterceptor, type Credentials } from "./credentials.js";
import { withDeadlines } from "./deadlines.js";
import { BookingService } from "./gen/corral/booking/v1/booking_service_pb.js";
import { CartService } from "./gen/corral/cart/v1/cart_service_pb.js";
import { CatalogService } from "./gen/corral/catalog/v1/catalog_service_pb.js";
import { DirectoryService } from "./gen/corral/directory/v1/directory_service_pb.js";
import { PaymentService } from "./gen/corral/payment/v1/payment_service_pb.js";
import { StockService } from "./gen/corral/stock/v1/stock_service_pb.js";
import { TenantService } from "./gen/corral/tenant/v1/tenant_service_pb.js";
import { lostConnectionInterceptor } from "./lost-connections.js";
import { requestIdInterceptor } from "./request-ids.js";
import { retryInterceptor, type RetryOptions } from "./retry.js";
import { withErrors } from "./statuses.js";
import { validationInterceptor } from "./validation.js";

/** A server allows a ping every 20 s; a proxy may cut what is silent for a minute. */
const PING_MS = 30_000;

/** TLS beyond what Node trusts by itself; all in PEM. */
export interface TlsOptions {
  /** The authority that signed the server's certificate. */
  readonly ca?: string | Buffer;
  /** The client's own certificate, for servers that ask for one (mTLS). */
  readonly cert?: string | Buffer;
  /** The key of `cert`. */
  readonly key?: string | Buffer;
}

/** How to reach a Corral, and as whom. */
export interface CorralOptions {
  /** `https://host:port`, or `http://host:port` for plain text. */
  readonly address: string;
  /** Who calls. May be left out when each call brings its own headers. */
  readonly credentials?: Credentials;
  readonly tls?: TlsOptions;
  /**
   * How long a call may take with all its retries, in milliseconds, for every method. By default 5,000 for cheap reads
   * and 15,000 for all others. A single call has `{ timeoutMs }`.
   */
  readonly deadlineMs?: number;
  /** False: every call is sent once. */
  readonly retry?: RetryOptions | false;
  /** False: only the server checks requests. True by default. */
  readonly validate?: boolean;
  /** Each sees a logical call once, around all its retries; what it fails with is still Connect's own error. */
  readonly interceptors?: readonly Interceptor[];
  /** Each sees every attempt, with its credential. */
  readonly attemptInterceptors?: readonly Interceptor[];
}

/** A connection to Corral and a client for each of its services. Make one for the process and keep it. */
export interface Corral {
  readonly booking: Client<typeof BookingService>;
  readonly cart: Client<typeof CartService>;
  readonly catalog: Client<typeof CatalogService>;
  readonly directory: Client<typeof DirectoryService>;
  readonly payment: Client<typeof PaymentService>;
  readonly stock: Client<typeof StockService>;
  readonly tenant: Client<typeof TenantService>;
  /** The same connection for another caller, such as the user of one web request. Costs next to nothing. */
  as(credentials: Credentials): Corral;
  /** Ends the connection. Calls that run fail. */
  close(): void;
}

/** Connects on the first call, and again whenever it must. */
export function createCorral(options: CorralOptions): Corral {
  const { ca, cert, key } = options.tls ?? {};
  const sessions = new Http2SessionManager(
    options.address,
    { pingIntervalMs: PING_MS, pingIdleConnection: false },
    { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) },
  );
  return corralOn(sessions, options);
}

function corralOn(sessions: Http2SessionManager, options: CorralOptions): Corral {
  const inner = createGrpcTransport({
    baseUrl: options.address,
    sessionManager: sessions,
    interceptors: chain(options),
  });
  const transport = withErrors(withDeadlines(inner, options.deadlineMs), options.address);
  return {
    booking: createClient(BookingService, transport),
    cart: createClient(CartService, transport),
    catalog: createClient(CatalogService, transport),
    directory: createClient(DirectoryService, transport),
    payment: createClient(PaymentService, transport),
    stock: createClient(StockService, transport),
    tenant: createClient(TenantService, transport),
    as: (credentials) => corralOn(sessions, { ...options, credentials }),
    close: () => sessions.abort(),
  };
}

/**
 * The first is the outermost. The id stands before the validation that asks for it and outside of the retries that keep
 * it; the credential is asked for at each attempt, since it may have expired while the one before waited.
 */
function chain(options: CorralOptions): Interceptor[] {
  return [
    ...(options.interceptors ?? []),
    requestIdInterceptor,
    ...(options.validate === false ? [] : [validationInterceptor]),
    ...(options.retry === false ? [] : [retryInterceptor(options.retry ?? {})]),
    ...(options.credentials === undefined ? [] : [credentialsInterceptor(options.credentials)]),
    ...(options.attemptInterceptors ?? []),
    lostConnectionInterceptor,
  ];
}
