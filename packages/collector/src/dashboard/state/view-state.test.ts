import * as fc from "fast-check";
import { expect, test } from "vitest";
import { PERIOD_NAMES } from "../../api/contract.ts";
import { carriedFilters, PAGE_SIZES, parseViewState, PERIODS, viewAddress, type ViewState } from "./view-state.ts";

const queryOf = (address: string) => Object.fromEntries(new URL(address, "http://localhost").searchParams);

test("the picker offers every period of the API", () => {
  expect(PERIODS.map(({ name }) => name)).toEqual([...PERIOD_NAMES]);
});

test("an address without a query is the default view, and the default view has no query", () => {
  const state = parseViewState({});
  expect(state).toEqual({
    period: null,
    account: null,
    search: "",
    silent: false,
    sort: null,
    page: 1,
    pageSize: 25,
  });
  expect(viewAddress("/accounts", state)).toBe("/accounts");
});

test("every view survives its address", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 12 });
  const states: fc.Arbitrary<ViewState> = fc.record({
    period: fc.option(fc.constantFrom(...PERIOD_NAMES)),
    account: fc.option(text.filter((id) => id !== "")),
    search: text,
    silent: fc.boolean(),
    sort: fc.option(fc.constantFrom("name", "-engagement")),
    page: fc.integer({ min: 1, max: 1_000_000 }),
    pageSize: fc.constantFrom(...PAGE_SIZES),
  });
  fc.assert(
    fc.property(states, (state) => {
      expect(parseViewState(queryOf(viewAddress("/accounts", state)))).toEqual(state);
    }),
  );
});

test("nonsense in an address falls back to the defaults", () => {
  const query = { period: "yesterday", page: "-3", size: "7", account: "", sort: "" };
  expect(parseViewState(query)).toEqual(parseViewState({}));
});

test("filters go along to another tab; search, order and page stay behind", () => {
  const state = parseViewState({ period: "30d", account: "acme", search: "fin", sort: "-assets", page: "3" });
  expect(viewAddress("/features", carriedFilters(state))).toBe("/features?period=30d&account=acme");
});
