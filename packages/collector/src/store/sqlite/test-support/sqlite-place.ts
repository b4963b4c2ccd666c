import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NOW_MS, type StorePlace } from "../../test-support/harness.ts";
import { createSqliteStore, type SqliteStore } from "../create-sqlite-store.ts";
import { putFreshFile } from "./fresh-file.ts";

/** A store in a real file of a temporary folder. */
export interface SqlitePlace extends StorePlace {
  readonly path: string;
  open(options?: Parameters<StorePlace["open"]>[0]): Promise<SqliteStore>;
}

/** A fresh folder. */
export function makeSqlitePlace(): SqlitePlace {
  const folder = mkdtempSync(join(tmpdir(), "uptake-store-"));
  const path = join(folder, "data", "uptake.db");
  return {
    path,
    open: ({ timeZone = "UTC", nowMs = NOW_MS } = {}) => createSqliteStore({ path, timeZone, now: () => nowMs }),
    remove: async () => rmSync(folder, { recursive: true }),
  };
}

/** A fresh folder in which the file has its schema already: for tests that are about what comes afterwards. */
export function makeReadyPlace(): SqlitePlace {
  const place = makeSqlitePlace();
  putFreshFile(place.path);
  return place;
}
