import { expect, test } from "vitest";
import { hasAttributes, readAttributes } from "./attribute-filter.ts";

const read = (query: string) => readAttributes(new URLSearchParams(query), "attribute");

test("of one attribute any value will do, of several each has to be right", () => {
  const filters = read("attribute=country:IN&attribute=tier:1&attribute=country:DE");
  expect(filters).toEqual([
    { name: "country", values: ["IN", "DE"] },
    { name: "tier", values: ["1"] },
  ]);
  const has = (attributes: Readonly<Record<string, string | number | boolean>>): boolean =>
    hasAttributes(attributes, filters ?? []);
  expect(has({ country: "DE", tier: 1, more: true })).toBe(true);
  expect(has({ country: "DE", tier: 2 })).toBe(false);
  expect(has({ country: "FR", tier: 1 })).toBe(false);
  expect(has({ tier: 1 })).toBe(false);
});

test("values are compared as text, and nothing after the colon is what nobody has told", () => {
  expect(hasAttributes({ at: "09:30", trial: false }, read("attribute=at:09:30&attribute=trial:false") ?? [])).toBe(
    true,
  );
  const untold = read("attribute=country:") ?? [];
  expect([{}, { country: "" }, { country: "IN" }].map((one) => hasAttributes(one, untold))).toEqual([
    true,
    true,
    false,
  ]);
  // Nobody has told what every object has.
  expect(hasAttributes({}, read("attribute=toString:") ?? [])).toBe(true);
});

test("none is no filter, and what is no pair is refused", () => {
  expect(read("plan=pro")).toBeNull();
  for (const text of ["country", ":IN", ""]) {
    expect(() => read(`attribute=${text}`)).toThrow(/such as country:IN/);
  }
});
