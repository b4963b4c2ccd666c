import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { CellWrite } from "../../facts.ts";
import { packCells, unpackCells } from "./packed-cells.ts";

const cell = fc.record(
  {
    account: fc.constantFrom("a_1", "a_2"),
    user: fc.constantFrom("u_1", "u_2"),
    writer: fc.constantFrom("w_1", "w_2"),
    feature: fc.constantFrom("calendars", "reports"),
    slot: fc.nat(),
    activeMs: fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()),
    visits: fc.nat(),
    actions: fc.constantFrom({}, { "email.sent": 2 }),
    name: fc.constantFrom("Calendars", ""),
    skewMs: fc.integer(),
    vitals: fc.constantFrom({}, { lcpMs: 1 }),
  },
  {
    noNullPrototype: true,
    requiredKeys: ["account", "user", "writer", "feature", "slot", "activeMs", "visits", "actions"],
  },
) satisfies fc.Arbitrary<CellWrite>;

test("cells come out as they were packed, also where only one of account, user and writer changes", () => {
  fc.assert(
    fc.property(fc.array(cell), fc.nat(), (cells, receivedAtMs) => {
      const packed = structuredClone(packCells(cells, receivedAtMs));
      expect(packed.receivedAtMs).toBe(receivedAtMs);
      expect(unpackCells(packed)).toStrictEqual(cells);
    }),
  );
});
