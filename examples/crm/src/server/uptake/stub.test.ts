import { expect, it } from "vitest";
import { STUB } from "../../../../../packages/tracker/src/stub.ts";
import { stub } from "./stub.ts";

it("is the tracker's own, to the letter", () => {
  expect(stub).toBe(STUB);
});
