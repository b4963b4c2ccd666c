import { expect, test } from "vitest";
import { ALL_ACCOUNTS } from "../../domain/account-scope.ts";
import { keptFor } from "./kept-for.ts";
import type { Kept } from "./kept.ts";

const KEPT = { minAccounts: 2 } as Kept;
const of = (...accounts: readonly string[]) => ({ kind: "only", accounts }) as const;

test("answers from what is kept are about many accounts and a preset period", () => {
  const found = { kept: KEPT, preset: "30d" } as const;
  expect(keptFor({ ...found, scope: ALL_ACCOUNTS })).toEqual(found);
  expect(keptFor({ ...found, scope: of("acme", "beta") })).toEqual(found);
  expect(keptFor({ ...found, scope: of("acme") })).toBeNull();
  expect(keptFor({ ...found, preset: null, scope: ALL_ACCOUNTS })).toBeNull();
  expect(keptFor({ ...found, kept: null, scope: ALL_ACCOUNTS })).toBeNull();
});
