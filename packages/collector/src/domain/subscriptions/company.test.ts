import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isCompany } from "./company.ts";

test("as long as the host tells of no account, everybody who turns up is a company", () => {
  expect(isCompany({ inRoster: false, hasRoster: false })).toBe(true);
});

test("once it has told of one, only those of whom it has told are", () => {
  expect(isCompany({ inRoster: true, hasRoster: true })).toBe(true);
  expect(isCompany({ inRoster: false, hasRoster: true })).toBe(false);
});

test("companies are the accounts of which the host has told, or all while it has told of none", () => {
  const ACCOUNTS = ["acme", "beta", "stray", "made up"];
  fc.assert(
    fc.property(fc.subarray(ACCOUNTS), (told) => {
      const companies = ACCOUNTS.filter((account) =>
        isCompany({ inRoster: told.includes(account), hasRoster: told.length > 0 }),
      );
      expect(companies).toEqual(told.length === 0 ? ACCOUNTS : told);
    }),
  );
});
