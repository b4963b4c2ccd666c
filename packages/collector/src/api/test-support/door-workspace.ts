import type { CellState } from "@uptake/tracker/protocol";
import {
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../../tests/support/test-collector.ts";
import type { Definitions } from "../../domain/definitions/definitions.ts";
import type { PushWrites } from "../../store/pushed.ts";

/** What somebody has done in an account, by a writer of their own. */
export type Use = readonly [account: string, user: string, ...cells: readonly CellState[]];

/** What a collector begins with when a door is tested. */
export interface DoorWorkspace {
  readonly definitions: Definitions;
  /** What the host's server has told at the start of the tests; nothing unless given. */
  readonly accounts?: readonly PushWrites["accounts"][];
  readonly users?: readonly PushWrites["users"][];
  readonly seats?: readonly PushWrites["seats"][];
  /** What browsers have sent by then. */
  readonly used?: readonly Use[];
}

/** Starts a collector that knows all of it. Stop it when done. */
export async function startDoorWorkspace(workspace: DoorWorkspace): Promise<TestCollector> {
  const { definitions, accounts = [], users = [], seats = [], used = [] } = workspace;
  const system = await startTestCollector({ definitions });
  const { facts } = system.store;
  await facts.push("accounts", accounts, START_MS);
  await facts.push("users", users, START_MS);
  await facts.push("seats", seats, START_MS);
  const writers = used.map(([account, user, ...cells], index) => ({
    id: writerId(`used${index}`),
    account,
    user,
    cells,
  }));
  if (writers.length > 0) await system.collect(...writers);
  return system;
}
