import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { stub } from "../../examples/crm/src/server/uptake/stub.ts";
import { STUB } from "../../packages/tracker/src/stub.ts";

test("the stub that people copy from the README and the example is the tracker's own", () => {
  expect(stub).toBe(STUB);
  expect(readFileSync("README.md", "utf8")).toContain(STUB);
});
