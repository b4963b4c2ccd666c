import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addDeferredText, deferredText } from "./deferred-text.ts";
import { addAction, addRestated, addTime, createChanges, type Amounts, type MemberChanges } from "./write/changes.ts";

const id = fc.integer({ min: 1, max: 4 });
const amounts = fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat(), fc.nat());

function fresh(): MemberChanges {
  return createChanges().member(1, 2);
}

test("a member's changes that were written down are added as they were, to whatever there is", () => {
  const row = fc.record({ day: id, feature: id, action: id, foundDay: id, amounts, count: fc.nat() });
  fc.assert(
    fc.property(fc.array(row), fc.array(row), (first, second) => {
      const [one, other, both] = [fresh(), fresh(), fresh()];
      const addAll = (member: MemberChanges, rows: typeof first): void => {
        for (const { day, feature, action, foundDay, amounts: values, count } of rows) {
          addTime(member, day, feature, values as Amounts);
          addAction(member, day, feature, action, count);
          addRestated(member, day, foundDay, values as Amounts, true);
        }
      };
      addAll(one, first);
      addAll(other, second);
      addAll(both, first);
      addAll(both, second);
      const read = fresh();
      addDeferredText(read, deferredText(one));
      expect(read).toEqual(one);
      addDeferredText(read, deferredText(other));
      expect(read).toEqual(both);
    }),
  );
});
