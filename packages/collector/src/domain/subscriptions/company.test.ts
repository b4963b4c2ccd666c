import { expect, test } from "vitest";
import { isCompany } from "./company.ts";

test("as long as the host tells of no account, everybody who turns up is a company", () => {
  expect(isCompany({ inRoster: false, hasRoster: false })).toBe(true);
});

test("once it has told of one, only those of whom it has told are", () => {
  expect(isCompany({ inRoster: true, hasRoster: true })).toBe(true);
  expect(isCompany({ inRoster: false, hasRoster: true })).toBe(false);
});
