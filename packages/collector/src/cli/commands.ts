import type { CommandContext } from "./context.ts";
import { runBackup } from "./backup.ts";
import { runDoctor } from "./doctor.ts";
import { runExport } from "./export.ts";
import { runImport } from "./import.ts";
import { runKeys } from "./keys.ts";
import { runRestore } from "./restore.ts";
import { runSeed } from "./seed.ts";
import { runServe } from "./serve.ts";
import { runTypes } from "./types.ts";
import { runVerify } from "./verify.ts";
import { runVoid } from "./void.ts";

/** Runs one command. @returns its exit code. */
export type Command = (words: readonly string[], context: CommandContext) => Promise<number>;

/** Every command, and what `--help` says of it. */
export const COMMANDS: Readonly<Record<string, { readonly help: string; readonly run: Command }>> = {
  serve: { help: "[--print-config]: starts the collector (the default), or prints its variables", run: runServe },
  keys: {
    help: "create --kind public|secret [--origin URL]… [--scope read|write]… · list · rotate ID [--overlap 24h] · revoke ID",
    run: runKeys,
  },
  seed: { help: "[--accounts 40] [--users 600] [--days 90] [--seed 1]: demo data", run: runSeed },
  import: {
    help: "FILE --kind accounts|users|seats|assets|… [--dry-run]: CSV, NDJSON or JSON of what the push API takes",
    run: runImport,
  },
  export: {
    help: "accounts|users|features|modules|assets|stages|… [--format csv|ndjson] [--output FILE] [--period 30d] [--plan Pro] …",
    run: runExport,
  },
  verify: { help: "recomputes the rollups; exit code 1 and the differences, if any", run: runVerify },
  void: { help: "--writer KEY | --user ID [--account ID] --from TIME --to TIME [--dry-run]", run: runVoid },
  doctor: { help: "how the store is, and what to do; exit code 1 when somebody has to act", run: runDoctor },
  backup: { help: "FILE: a checked copy of the store, also while a collector writes to it", run: runBackup },
  restore: { help: "FILE [--force]: puts a backup where the store is; the old one is kept", run: runRestore },
  types: { help: "the keys of features and actions as TypeScript, for the tracker in your app", run: runTypes },
};

/** Commands whose names are settled, and which this version can't do yet. */
export const LATER_COMMANDS: readonly string[] = ["migrate-store", "plan", "apply", "pull"];
