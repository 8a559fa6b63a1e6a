import { randomUUID } from "node:crypto";
import { clone, type DescMessage, type Message } from "@bufbuild/protobuf";
import type { Interceptor } from "@connectrpc/connect";
import { sentRequestId } from "./context.js";

type Identified = Message & { requestId: string };

function isIdentified(type: DescMessage, message: Message): message is Identified {
  return message.$typeName === type.typeName && type.fields.some((field) => field.name === "request_id");
}

/**
 * Gives a mutation without a `request_id` a new one, once for all its attempts. What is sent is a copy, which no caller
 * changes while a retry waits, and which has only values that a message can hold.
 */
export const requestIdInterceptor: Interceptor = (next) => async (request) => {
  if (request.stream) {
    return next(request);
  }
  const message: Message = clone(request.method.input, request.message);
  if (isIdentified(request.method.input, message)) {
    message.requestId ||= randomUUID();
    request.contextValues.set(sentRequestId, message.requestId);
  }
  return next({ ...request, message });
};
