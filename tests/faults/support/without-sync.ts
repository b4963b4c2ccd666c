import { DatabaseSync } from "node:sqlite";

/** Preloaded into a collector that must fail a test: its database writes like any other, but never waits for the disk. */
const { exec } = DatabaseSync.prototype;
DatabaseSync.prototype.exec = function execWithoutSync(sql: string): void {
  exec.call(this, sql.replace(/synchronous\s*=\s*(FULL|EXTRA)/i, "synchronous = OFF"));
};
