import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { RandomBytes } from "../auth/secrets.ts";
import { unknownVariables } from "../config-variables.ts";
import { readConfig, type Config } from "../config.ts";
import type { Facts } from "../store/facts.ts";
import type { Records } from "../store/records.ts";
import type { Upkeep } from "../store/upkeep.ts";
import { createSqliteStore } from "../store/sqlite/create-sqlite-store.ts";
import { CommandFailure } from "./failure.ts";

/** Where a command speaks. */
export interface CommandOutput {
  /** Writes one line to standard output. */
  readonly print: (line: string) => void;
  /** Writes one line to standard error. */
  readonly warn: (line: string) => void;
}

/** What every command works with. */
export interface CommandContext extends CommandOutput {
  readonly config: Config;
  /** What the configuration was read from. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
  readonly random: RandomBytes;
}

/** An open store. */
export interface OpenStore {
  /** Its file, absolute. */
  readonly path: string;
  readonly facts: Facts;
  readonly records: Records;
  readonly upkeep: Upkeep;
  /** Resolves when the store has broken for good, with why. */
  readonly lost: Promise<Error>;
  close(): Promise<void>;
}

/**
 * Reads the environment.
 * @throws CommandFailure naming every variable that doesn't hold.
 */
export function createContext(environment: NodeJS.Dict<string>, output: CommandOutput): CommandContext {
  const result = readConfig(environment);
  if (result.kind === "invalid") {
    throw new CommandFailure(`The environment doesn't hold:\n${result.problems.map((line) => `  ${line}`).join("\n")}`);
  }
  for (const line of unknownVariables(environment)) output.warn(`[uptake] ${line}`);
  return { config: result.config, environment, now: Date.now, random: randomBytes, ...output };
}

/**
 * Opens the store of the configuration; its folder is made when it is missing.
 * @param timeZone the zone to keep its days in from now on; null: as they are kept.
 */
export async function openStore({ config, now }: CommandContext, timeZone: string | null): Promise<OpenStore> {
  const path = resolve(config.storePath);
  try {
    await mkdir(dirname(path), { recursive: true });
    return await createSqliteStore({ path, now, ...(timeZone !== null && { timeZone }) });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const sentence = reason.replace(/\.?$/, ".");
    throw new CommandFailure(`The store at ${path} can't be opened: ${sentence} UPTAKE_STORE names another one.`);
  }
}

/** Runs work on an open store and closes it, whatever happens. The store's zone stays as it is unless one is given. */
export async function withStore<Result>(
  context: CommandContext,
  work: (store: OpenStore) => Promise<Result>,
  timeZone: string | null = null,
): Promise<Result> {
  const store = await openStore(context, timeZone);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/**
 * The same for commands that only make sense on a store that there is: on a misspelt one they would find nothing amiss.
 * @throws CommandFailure where there is none.
 */
export async function withExistingStore<Result>(
  context: CommandContext,
  work: (store: OpenStore) => Promise<Result>,
): Promise<Result> {
  const path = resolve(context.config.storePath);
  if (!existsSync(path)) throw new CommandFailure(`There is no file ${path}. UPTAKE_STORE names another one.`);
  return withStore(context, work);
}
