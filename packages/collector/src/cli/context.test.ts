import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { NOW_MS } from "../store/test-support/harness.ts";
import { useCommandLine } from "./test-support/use-command-line.ts";

test.each([
  [["verify"]],
  [["void", "--writer", "writer-of-somebody-bad"]],
  [["export", "accounts"]],
  [["keys", "list"]],
  [["keys", "rotate", "pk_key"]],
  [["keys", "revoke", "pk_key"]],
  [["doctor"]],
])("%j on a store that there isn't says so, and makes none", async (words) => {
  const { run, path } = useCommandLine(NOW_MS);
  const { code, out, err } = await run(...words);
  expect([code, out, err]).toEqual([1, "", expect.stringContaining(`There is no file ${path}.`)]);
  expect(existsSync(path)).toBe(false);
});

test("a file that is no store is left as it is, and the reason is a sentence", async () => {
  const { run, path } = useCommandLine(NOW_MS);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, "hello");
  const { code, err } = await run("verify");
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(/can't be opened: .+[^.]\. UPTAKE_STORE names another one\.$/),
  ]);
});
