import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { runCommandLine } from "../../cli.ts";
import { createSqliteStore, type SqliteStore } from "../../store/sqlite/create-sqlite-store.ts";
import { putFreshFile } from "../../store/sqlite/test-support/fresh-file.ts";

/** A folder with a store, and the command line on it. */
export interface CommandLineUnderTest {
  readonly folder: string;
  /** Of the store's file, which nobody has made yet. */
  readonly path: string;
  run(...words: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }>;
  /** Does something with the store, and closes it. */
  withStore<Result>(work: (store: SqliteStore) => Promise<Result>): Promise<Result>;
}

/** Removed after the test. */
export function useCommandLine(nowMs: number): CommandLineUnderTest {
  const folder = mkdtempSync(join(tmpdir(), "uptake-command-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "store", "uptake.db");
  return {
    folder,
    path,
    async run(...words) {
      const [out, err]: [string[], string[]] = [[], []];
      const output = { print: (line: string) => void out.push(line), warn: (line: string) => void err.push(line) };
      const code = await runCommandLine(words, { UPTAKE_STORE: `sqlite:${path}` }, output);
      return { code, out: out.join("\n"), err: err.join("\n") };
    },
    async withStore(work) {
      putFreshFile(path);
      const store = await createSqliteStore({ path, now: () => nowMs });
      try {
        return await work(store);
      } finally {
        await store.close();
      }
    },
  };
}
