import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** What each room may not import, or use: a line that lint must refuse, at a place in the tree. */
const refused: Readonly<Record<string, readonly string[]>> = {
  "packages/tracker/src/protocol/refused.ts": ['import "../writer.ts";', 'import "idb-keyval";', 'import "node:fs";'],
  "packages/tracker/src/refused.ts": [
    'import "preact";',
    'import "../../widget/src/index.ts";',
    'import "@uptake/collector";',
    'import "valibot";',
    'import "idb-keyval";',
    'import "web-vitals";',
  ],
  "packages/tracker/src/inspector/refused.ts": ['import "preact";', 'import "@uptake/collector";'],
  "packages/tracker/src/react/refused.ts": ['import "../tracker.ts";', 'import "react-dom";', 'import "preact";'],
  "packages/tracker/src/web-vitals-refused.ts": ['import "idb-keyval";', 'import "preact";'],
  "packages/widget/src/refused.ts": [
    'import { createTracker } from "@uptake/tracker"; createTracker;',
    'import { SLOT_MS } from "@uptake/tracker/protocol"; SLOT_MS;',
    'import "@uptake/collector";',
    'import "hono";',
  ],
  "packages/widget/src/views/refused.ts": ['import "uplot";'],
  "packages/collector/src/refused.ts": ['import "@uptake/tracker";', 'import "@uptake/widget";', "process.exit();"],
  "packages/collector/src/domain/refused.ts": [
    'import "node:fs";',
    'import "../store/facts.ts";',
    'import "../ingest/validate.ts";',
    'import "hono";',
    'import "@uptake/tracker";',
    "Date.now();",
    "Math.random();",
    "process.exit();",
    'fetch("");',
  ],
  "packages/collector/src/store/refused.ts": [
    'import "../ingest/validate.ts";',
    'import "../api/accounts.ts";',
    'import "../reports/report.ts";',
    'import "../kept/keeper.ts";',
    'import "../collector.ts";',
    'import "@uptake/tracker";',
  ],
  "packages/collector/src/store/sqlite/refused.ts": ['import "../../push/accounts.ts";', 'import "../../main.ts";'],
  "packages/collector/src/api/refused.ts": [
    'import "../store/sqlite/open.ts";',
    'import "../reports/report.ts";',
    'import "../kept/keeper.ts";',
    'import "../collector.ts";',
    'import "@uptake/widget";',
  ],
  "packages/collector/src/ingest/refused.ts": ['import "../store/sqlite/open.ts";', 'import "../main.ts";'],
  "packages/collector/src/jobs/refused.ts": ['import "../store/sqlite/open.ts";', 'import "../collector.ts";'],
  "packages/collector/src/dashboard/refused.ts": [
    'import { PERIOD_NAMES } from "../api/contract.ts"; PERIOD_NAMES;',
    'import { SLOT_MS } from "@uptake/tracker/protocol"; SLOT_MS;',
    'import "../domain/day.ts";',
    'import "../store/facts.ts";',
    'import "../collector.ts";',
    'import "node:fs";',
    'import "hono";',
  ],
  "packages/collector/src/dashboard/screens/refused.ts": ['import "../../domain/day.ts";'],
  "examples/crm/src/server/refused.ts": [
    'import "@uptake/collector";',
    'import "../../../../packages/collector/src/index.ts";',
  ],
};

/** What each room does import, so that the rules above refuse no more than they should. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  "packages/tracker/src/protocol/allowed.ts": ['import "./limits.ts";'],
  "packages/tracker/src/allowed.ts": ['import "./protocol/index.ts";'],
  "packages/tracker/src/inspector/allowed.ts": ['import "../rules.ts";', 'import "./proposals.ts";'],
  "packages/tracker/src/react/allowed.ts": [
    'import "react";',
    'import "./claims.ts";',
    'import type { Tracker } from "../api.ts"; export type A = Tracker;',
  ],
  "packages/tracker/src/web-vitals-allowed.ts": ['import "./feature-vitals.ts";', 'import "web-vitals";'],
  "packages/widget/src/views/allowed.ts": [
    'import type { Tracker } from "@uptake/tracker"; export type A = Tracker;',
    'import type { MeReply } from "@uptake/tracker/protocol"; export type B = MeReply;',
    'import "preact";',
    'import "preact/hooks";',
    'import "@preact/signals";',
    'import "../state.ts";',
  ],
  "packages/collector/src/allowed.ts": [
    'import "@uptake/tracker/protocol";',
    'import "./store/sqlite/open.ts";',
    'import "hono";',
  ],
  "packages/collector/src/domain/allowed.ts": [
    'import "@uptake/tracker/protocol";',
    'import "temporal-polyfill";',
    'import "./day.ts";',
  ],
  "packages/collector/src/store/sqlite/allowed.ts": [
    'import "../../domain/day.ts";',
    'import "node:sqlite";',
    'import "../facts.ts";',
  ],
  "packages/collector/src/reports/allowed.ts": ['import "../store/sqlite/open.ts";', 'import "../api/accounts.ts";'],
  "packages/collector/src/kept/allowed.ts": ['import "../store/sqlite/open.ts";', 'import "../api/accounts.ts";'],
  "packages/collector/src/api/allowed.ts": [
    'import "../store/facts.ts";',
    'import "../domain/day.ts";',
    'import "hono";',
  ],
  "packages/collector/src/dashboard/screens/allowed.ts": [
    'import type { AccountsReply } from "../../api/contract.ts"; export type A = AccountsReply;',
    'import "../format.ts";',
    'import "preact-iso";',
  ],
};

const ruleNames = /no-restricted-(imports|globals|properties)/;
let folder = "";
let complaints: ReadonlyMap<string, string>;

function lint(): ReadonlyMap<string, string> {
  let output = "";
  try {
    output = execFileSync(
      process.execPath,
      [resolve("node_modules/oxlint/bin/oxlint"), "-c", resolve(".oxlintrc.json"), "--format=json", "."],
      { cwd: folder, encoding: "utf8" },
    );
  } catch (error) {
    output = (error as { stdout: string }).stdout;
  }
  const { diagnostics } = JSON.parse(output) as { diagnostics: { filename: string; code: string }[] };
  return new Map(diagnostics.filter(({ code }) => ruleNames.test(code)).map(({ filename, code }) => [filename, code]));
}

/** `…/refused.ts` → `…/refused-3.ts`: one line per file, so that each is judged by itself. */
const fileOf = (place: string, index: number) => place.replace(/\.ts$/, `-${index}.ts`);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "uptake-boundaries-"));
  for (const [place, lines] of [...Object.entries(refused), ...Object.entries(allowed)]) {
    for (const [index, line] of lines.entries()) {
      const path = join(folder, fileOf(place, index));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `${line}\n`);
    }
  }
  complaints = lint();
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("lint refuses what breaks the direction of dependencies", () => {
  for (const [place, lines] of Object.entries(refused)) {
    test.for(lines.map((line, index) => [line, index] as const))(`in ${place}: %s`, ([, index]) => {
      expect([...complaints.keys()]).toContain(fileOf(place, index));
    });
  }
});

describe("lint accepts what each room is made of", () => {
  for (const [place, lines] of Object.entries(allowed)) {
    test.for(lines.map((line, index) => [line, index] as const))(`in ${place}: %s`, ([, index]) => {
      expect([...complaints.keys()]).not.toContain(fileOf(place, index));
    });
  }
});
