import { afterAll, describe, expect, inject, test } from "vitest";
import { Run, scenarios } from "./vectors.js";

describe.each([true, false])("validated by the client: %s", (validate) => {
  describe.each(scenarios())("%s", (_, steps) => {
    const run = new Run(inject("address"), validate);
    afterAll(() => run.close());

    test.each(steps.map((step) => [step.name, step] as const))("%s", async (_, step) => {
      expect((await run.step(step)).join("\n")).toBe("");
    });
  });
});
