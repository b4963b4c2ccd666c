import { START_MS } from "../../../../../tests/support/test-collector.ts";
import type { Facts } from "../../store/facts.ts";
import type { RandomWorkspace } from "./random-workspace.ts";

/** Writes a generated workspace into a store, all of it received at the start of the tests, but assets as they were told. */
export async function fillStore(facts: Facts, workspace: RandomWorkspace): Promise<void> {
  const cells = workspace.cells.map(({ writer, ...cell }) => ({ ...cell, writer: `writer-${writer}`.padEnd(22, "0") }));
  await facts.mergeCells(cells, START_MS);
  await facts.push("accounts", workspace.accounts, START_MS);
  await facts.push("users", workspace.users, START_MS);
  for (const { atMs, row } of workspace.assets) await facts.push("assets", [row], atMs);
  await facts.push("seats", workspace.seats, START_MS);
  await facts.push("responses", workspace.responses, START_MS);
  await facts.push("touchpoints", workspace.touchpoints, START_MS);
  await facts.push("presence", workspace.presence, START_MS);
  await facts.push("actions", workspace.actions, START_MS);
}
