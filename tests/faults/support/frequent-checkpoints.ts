import { DatabaseSync } from "node:sqlite";

/** Preloaded into a collector: what goes wrong at a checkpoint comes up within a short test. */
const PAGES = 200;

const { exec } = DatabaseSync.prototype;
DatabaseSync.prototype.exec = function execWithFrequentCheckpoints(sql: string): void {
  exec.call(this, sql.replace(/wal_autocheckpoint\s*=\s*\d+/i, `wal_autocheckpoint = ${PAGES}`));
};
