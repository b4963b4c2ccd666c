import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { runCommandLine } from "../cli.ts";
import type { Definitions } from "../domain/definitions/definitions.ts";
import { NOW_MS } from "../store/test-support/harness.ts";
import { useCommandLine } from "./test-support/use-command-line.ts";

const definitions: Definitions = {
  features: { contacts: { name: "Contacts" }, 'odd "key"\\': { name: "Odd" } },
  actions: { "email.sent": { name: "E-mails" } },
};

test("uptake types prints the stored definitions' words, and the compiler holds an app to them", async () => {
  const { folder, run, withStore } = useCommandLine(NOW_MS);
  await withStore(({ records }) => records.applyDefinitions({ definitions, fileHash: null, appliedAtMs: NOW_MS }));
  const { code, out, err } = await run("types");
  expect([code, err]).toEqual([0, ""]);
  mkdirSync(join(folder, "node_modules/@uptake/tracker"), { recursive: true });
  writeFileSync(
    join(folder, "node_modules/@uptake/tracker/index.d.ts"),
    `export interface Register {}
     export type FeatureKey = Register extends { feature: infer Key extends string } ? Key : string;
     export type ActionKey = Register extends { action: infer Key extends string } ? Key : string;`,
  );
  writeFileSync(join(folder, "words.d.ts"), out);
  writeFileSync(
    join(folder, "app.ts"),
    `import type { ActionKey, FeatureKey } from "@uptake/tracker";
     export const features: FeatureKey[] = ["contacts", 'odd "key"\\\\'];
     export const actions: ActionKey[] = ["email.sent"];
     // @ts-expect-error -- Misspelt.
     export const misspelt: FeatureKey = "contcts";
     // @ts-expect-error -- A feature is no action.
     export const other: ActionKey = "contacts";`,
  );
  const compiler = resolve("node_modules/typescript/bin/tsc");
  const words = ["--noEmit", "--strict", "--module", "nodenext", "--types", "", "app.ts", "words.d.ts"];
  const compile = () => execFileSync(process.execPath, [compiler, ...words], { cwd: folder, encoding: "utf8" });
  expect(compile()).toBe("");
});

test("uptake types takes the file where nothing is stored, and says so where there is neither", async () => {
  const { folder, path, run } = useCommandLine(NOW_MS);
  const file = join(folder, "uptake.config.mjs");
  writeFileSync(file, `export default ${JSON.stringify({ features: { reports: { name: "Reports" } } })};`);
  const lines: string[] = [];
  const output = { print: (line: string) => void lines.push(line), warn: (line: string) => void lines.push(line) };
  const environment = { UPTAKE_STORE: `sqlite:${path}`, UPTAKE_DEFINITIONS: file };
  expect(await runCommandLine(["types"], environment, output)).toBe(0);
  expect(lines.join("\n")).toMatch(/feature:\n {6}\| "reports";\n {4}action: never;/);
  expect(existsSync(path)).toBe(false);
  expect(await run("types")).toMatchObject({ code: 1, err: expect.stringContaining("There are no definitions") });
});
