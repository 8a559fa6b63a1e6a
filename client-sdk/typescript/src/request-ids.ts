import { randomUUID } from "node:crypto";
import { clone, type DescMessage, type Message } from "@bufbuild/protobuf";
import type { Interceptor } from "@connectrpc/connect";
import { sentRequestId } from "./context.js";

type Identified = Message & { requestId: string };

/** Whether messages of a type carry a `request_id`. */
function isIdentified(type: DescMessage, message: Message): message is Identified {
  return message.$typeName === type.typeName && type.fields.some((field) => field.name === "request_id");
}

/** Gives a mutation without a `request_id` a new one, once for all its attempts. The caller's message stays as it is. */
export const requestIdInterceptor: Interceptor = (next) => (request) => {
  if (request.stream || !isIdentified(request.method.input, request.message)) {
    return next(request);
  }
  const message = clone(request.method.input, request.message) as Identified;
  message.requestId ||= randomUUID();
  request.contextValues.set(sentRequestId, message.requestId);
  return next({ ...request, message });
};
