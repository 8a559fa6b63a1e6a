import { createValidator } from "@bufbuild/protovalidate";
import { pathToString } from "@bufbuild/protobuf/reflect";
import type { Interceptor } from "@connectrpc/connect";
import { sentRequestId } from "./context.js";
import { CorralError, type FieldViolation } from "./errors.js";

/** One for the process: it compiles the rules of a message when it first meets one. */
const validator = createValidator();

/** Checks a request by the rules of the contract, the same that the server checks, before anything is sent. */
export const validationInterceptor: Interceptor = (next) => async (request) => {
  if (!request.stream) {
    const result = validator.validate(request.method.input, request.message);
    if (result.kind === "invalid") {
      throw invalid(
        `${request.method.parent.typeName}/${request.method.name}`,
        request.contextValues.get(sentRequestId) || undefined,
        result.violations.map((v) => ({ field: pathToString(v.field), description: v.message })),
      );
    } else if (result.kind === "error") {
      throw result.error;
    }
  }
  return next(request);
};

function invalid(method: string, requestId: string | undefined, violations: FieldViolation[]): CorralError {
  const fields = violations.map((v) => `${v.field || "the request"}: ${v.description}`).join("; ");
  return new CorralError({
    reason: "INVALID_REQUEST",
    code: "INVALID_ARGUMENT",
    message: `The request breaks the rules of the contract: ${fields}.`,
    method,
    requestId,
    violations,
  });
}
