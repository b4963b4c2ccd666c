import { ALL_ACCOUNTS } from "../../domain/account-scope.ts";
import type { CompiledDefinitions } from "../../domain/compile-definitions.ts";
import { invalidParameter } from "../query/parameters.ts";
import type { Reading } from "./reading.ts";

/**
 * Whether the host had told of any asset of the workspace by the end of the look, whosever it is: where it hadn't, nobody knows
 * how many there are, which isn't 0.
 */
export function areAssetsTold(reading: Reading): Promise<boolean> {
  return reading.derive("areAssetsTold", async () => {
    // Where any are kept, nothing has to be counted.
    if ((reading.kept?.sums("now", ALL_ACCOUNTS)["assets"] ?? 0) > 0) return true;
    // Those of the accounts that are looked at tell it, where there are any: everybody is only asked about where there aren't.
    if ((await reading.assetCounts(["type"])).length > 0) return true;
    const days = reading.within({ from: reading.lastDay, to: reading.lastDay });
    return (await reading.facts.pushed({ kind: "assetTypeDays", scope: ALL_ACCOUNTS, days })).length > 0;
  });
}

/** The features that have a type of assets: of others there can't be any, which isn't 0, either. */
export function featuresWithAssets({ assetTypes }: CompiledDefinitions): ReadonlySet<string> {
  return new Set([...assetTypes.values()].flatMap(({ feature }) => feature ?? []));
}

/**
 * Hosts may tell of types that the definitions don't name, so that both are known, whoever has any.
 * @param type null: none was asked for.
 * @throws HttpProblem `invalid-parameter` where nobody has told of it by the last day.
 */
export async function assertKnownType(type: string | null, { definitions, facts, ...reading }: Reading): Promise<void> {
  if (type === null || definitions.assetTypes.has(type)) return;
  const days = reading.within({ from: reading.lastDay, to: reading.lastDay });
  const rows = await facts.pushed({ kind: "assetTypeDays", scope: ALL_ACCOUNTS, days });
  const told = new Set(rows.map((row) => row.type));
  if (told.has(type)) return;
  const known = new Set([...definitions.assetTypes.keys(), ...told]);
  throw invalidParameter("type", type, [...known].join(", ") || "nothing: there is none");
}
