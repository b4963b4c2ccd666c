import { IDLE_LIMITS } from "@uptake/tracker/protocol";
import { expect, test } from "vitest";
import { IDLE_LIMIT_POSITION } from "./measured.ts";

test("the positions of the idle limits are the protocol's", () => {
  expect(IDLE_LIMITS.map((limit) => IDLE_LIMIT_POSITION[limit])).toEqual([0, 1, 2, 3]);
});
