export { createCorral, type Corral, type CorralOptions, type TlsOptions } from "./corral.js";
export type { Credentials, DevelopmentIdentity } from "./credentials.js";
export {
  CorralError,
  isCorralError,
  type AnyCorralError,
  type ClientReasons,
  type FieldViolation,
  type Reason,
  type Reasons,
} from "./errors.js";
export { exponentOf, formatMoney, money, parseMoney, toDecimal } from "./money.js";
export { items, pages } from "./pages.js";
export { ADVICE, type ServerReasons } from "./reasons.js";
export type { RetryOptions } from "./retry.js";
export { timestampDate, timestampFromDate, type Timestamp } from "@bufbuild/protobuf/wkt";
