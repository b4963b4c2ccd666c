import type { DatabaseSync } from "node:sqlite";
import type { Epoch } from "../../../domain/adoption/epoch.ts";
import { prepareArrays } from "../database.ts";

/** The epochs of a member's features that removals from their stages made; every other feature has only the first. */
export type MemberEpochs = (feature: string) => readonly Epoch[];

const FIRST: Epoch = { epoch: 0, sinceSlot: 0 };

/** Prepares the question on a connection. */
export function createMemberEpochs(database: DatabaseSync): (account: number, user: number) => MemberEpochs {
  const removals = prepareArrays(
    database,
    `SELECT features.key, epoch, since_slot FROM stage_removals JOIN features ON features.id = feature
     WHERE account = ? AND user = ? ORDER BY epoch`,
  );
  return (account, user) => {
    const epochs = new Map<string, Epoch[]>();
    for (const [feature, epoch, sinceSlot] of removals.all(account, user) as unknown as readonly (readonly [
      string,
      number,
      number,
    ])[]) {
      const known = epochs.get(feature) ?? [FIRST];
      epochs.set(feature, [...known, { epoch, sinceSlot }]);
    }
    return (feature) => epochs.get(feature) ?? [FIRST];
  };
}
