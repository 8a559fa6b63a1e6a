import type { CallOptions } from "@connectrpc/connect";

interface Page {
  readonly nextPageToken: string;
}

/**
 * Walks through all pages of a List RPC, one page at a time, as it is read:
 *
 * `for await (const page of pages(corral.booking.listAppointments, { petId })) …`
 *
 * A page token is good only with the filters that made it, which stay the same here.
 *
 * @throws CorralError as the RPC, in the middle of the walk too
 */
export async function* pages<Q extends { pageToken?: string }, P extends Page>(
  list: (request: Q, options?: CallOptions) => Promise<P>,
  request: Q,
  options?: CallOptions,
): AsyncGenerator<P, void, undefined> {
  let pageToken = request.pageToken ?? "";
  do {
    const page = await list({ ...request, pageToken }, options);
    yield page;
    pageToken = page.nextPageToken;
  } while (pageToken !== "");
}

/**
 * The same, one thing at a time:
 *
 * `for await (const a of items(corral.booking.listAppointments, { petId }, (page) => page.appointments)) …`
 */
export async function* items<Q extends { pageToken?: string }, P extends Page, T>(
  list: (request: Q, options?: CallOptions) => Promise<P>,
  request: Q,
  of: (page: P) => Iterable<T>,
  options?: CallOptions,
): AsyncGenerator<T, void, undefined> {
  for await (const page of pages(list, request, options)) {
    yield* of(page);
  }
}
