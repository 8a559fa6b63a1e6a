import { Code, ConnectError, type Interceptor } from "@connectrpc/connect";

/** Node ends the streams of a connection that breaks as if they were cancelled; nobody has cancelled them. */
export const lostConnectionInterceptor: Interceptor = (next) => async (request) => {
  try {
    return await next(request);
  } catch (thrown) {
    const error = ConnectError.from(thrown);
    if (error.code !== Code.Canceled || request.signal.aborted || error.details.length > 0) {
      throw thrown;
    }
    throw new ConnectError("the connection was lost", Code.Unavailable, error.metadata, undefined, error);
  }
};
