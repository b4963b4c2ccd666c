import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runCommandLine } from "../cli.ts";

const folder = mkdtempSync(join(tmpdir(), "uptake-keys-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const environment = { UPTAKE_STORE: `sqlite:${join(folder, "keys.db")}` };
async function run(...words: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const output = { print: (line: string) => void out.push(line), warn: (line: string) => void err.push(line) };
  const code = await runCommandLine(["keys", ...words], environment, output);
  return { code, out: out.join("\n"), err: err.join("\n") };
}
async function listed(id: string): Promise<readonly string[]> {
  const { out } = await run("list");
  return (
    out
      .split("\n")
      .find((line) => line.startsWith(`${id}\t`))
      ?.split("\t") ?? []
  );
}

test("a key is rotated into one with the same kind, origins and scopes; the old one ends after the overlap", async () => {
  const { out: old } = await run("create", "--kind", "public", "--origin", "https://app.test");
  const rotated = await run("rotate", old, "--overlap", "30m");
  expect([rotated.code, rotated.out]).toEqual([0, expect.stringMatching(/^pk_[A-Za-z0-9_-]{22}$/)]);
  expect(rotated.err).toContain(`The old key ${old} holds until 2`);
  expect(await listed(rotated.out)).toEqual([
    rotated.out,
    "public",
    "collect",
    "https://app.test",
    expect.stringMatching(/^created /),
    "never used",
    "in force",
  ]);
  expect((await listed(old)).at(-1)).toMatch(/^in force until 2/);
});

test("a secret key may be given whole, and with no overlap the old one ends at once", async () => {
  const { out: old } = await run("create", "--kind", "secret", "--scope", "read");
  const { out: next } = await run("rotate", old, "--overlap", "0m");
  const [oldId = "", nextId = ""] = [old, next].map((key) => key.split("_")[1]);
  expect((await listed(nextId)).slice(1, 4)).toEqual(["secret", "read", "server only"]);
  expect((await listed(oldId)).at(-1)).toMatch(/^replaced 2/);
  const again = await run("rotate", oldId);
  expect([again.code, again.out, again.err]).toEqual([1, "", expect.stringContaining("is replaced 2")]);
});

test.each([
  [["rotate"], 2, "Give one id."],
  [["rotate", "nothing"], 1, 'There is no key "nothing"'],
  [["rotate", "x", "--overlap", "soon"], 2, '--overlap is "soon". Give minutes, hours or days'],
])("%j is refused with what to do", async (words, code, message) => {
  const result = await run(...words);
  expect([result.code, result.out, result.err]).toEqual([code, "", expect.stringContaining(message)]);
});
