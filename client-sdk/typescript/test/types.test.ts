import { expectTypeOf, test } from "vitest";
import { isCorralError, type Corral, type Reason } from "../src/index.js";

test("a reason narrows the metadata", () => {
  const thrown: unknown = undefined;
  if (isCorralError(thrown)) {
    expectTypeOf(thrown.reason).toEqualTypeOf<Reason>();
    if (thrown.reason === "STALE_VERSION") {
      expectTypeOf(thrown.metadata.version).toEqualTypeOf<string>();
    }
    if (thrown.reason === "OVERPAYMENT") {
      expectTypeOf(thrown.metadata).toEqualTypeOf<{ readonly due_minor: string; readonly pending_minor: string }>();
    }
    // @ts-expect-error no such reason
    void (thrown.reason === "SLOT_GONE");
  }
});

test("requests and answers are typed; 64 bits are a bigint", () => {
  type Book = Corral["booking"]["bookAppointment"];
  type Booked = Awaited<ReturnType<Book>>;
  expectTypeOf<NonNullable<Booked["appointment"]>["version"]>().toEqualTypeOf<bigint>();
  expectTypeOf<Parameters<Book>[0]>().not.toBeAny();
  // @ts-expect-error a version is no number
  expectTypeOf<{ version: number }>().toMatchTypeOf<Parameters<Corral["booking"]["rescheduleAppointment"]>[0]>();
});
