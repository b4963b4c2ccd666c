import type { AccountScope } from "../domain/account-scope.ts";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import { groupBy } from "../domain/group-by.ts";
import type { WorkspaceCalendar } from "../domain/workspace-calendar.ts";
import type { CellRow } from "../store/cells-question.ts";
import type { ActionTotalsRow, Facts, TotalsRow } from "../store/facts.ts";
import type { AccountSums } from "./milestone-facts.ts";
import { readRemovedMembers, type RemovedMembersParts } from "./removed-members.ts";

/** What the sums of an account are read from. */
export interface AccountSumsParts extends RemovedMembersParts {
  readonly facts: Pick<Facts, "totals" | "actionTotals" | "cells" | "member" | "members" | "watermark">;
  /** The calendar of a zone, IANA name. */
  readonly calendarOf: (timeZone: string) => WorkspaceCalendar;
}

type Sums = Omit<AccountSums, "assets">;

const CELLS_PER_PAGE = 1_000;

/** Sums over all members of an account, from a slot on. */
export async function readAccountSums(
  account: string,
  sinceSlot: number,
  parts: AccountSumsParts,
  definitions: CompiledDefinitions,
): Promise<Sums> {
  const sums = sinceSlot === 0 ? await allTime(account, parts) : await since(account, sinceSlot, parts);
  return { ...sums, progressMs: await progressOfRemoved(account, sinceSlot, parts, definitions) };
}

async function allTime(account: string, { facts }: AccountSumsParts): Promise<Omit<Sums, "progressMs">> {
  const scope: AccountScope = { kind: "only", accounts: [account] };
  const [totals, actions] = await Promise.all([
    facts.totals({ scope, account, by: ["user", "feature"] }),
    facts.actionTotals({ scope, account, by: [] }),
  ]);
  return { totals, actions };
}

/** Whole days from their sums, the one in which it begins from its cells. */
async function since(
  account: string,
  sinceSlot: number,
  { facts, calendarOf }: AccountSumsParts,
): Promise<Omit<Sums, "progressMs">> {
  const scope: AccountScope = { kind: "only", accounts: [account] };
  const calendar = calendarOf((await facts.watermark(scope)).timeZone);
  const firstDay = calendar.dayOfSlot(sinceSlot);
  const days = { from: firstDay + 1, to: Number.MAX_SAFE_INTEGER };
  const totals: TotalsRow[] = [...(await facts.totals({ scope, account, by: ["user", "feature"], days }))];
  const actions: ActionTotalsRow[] = [...(await facts.actionTotals({ scope, account, by: [], days }))];
  for (let offset = 0; ; offset += CELLS_PER_PAGE) {
    const page = { scope, account, days: { from: firstDay, to: firstDay }, limit: CELLS_PER_PAGE, offset };
    const { rows } = await facts.cells(page);
    const counted = rows.filter(({ slot }) => slot >= sinceSlot);
    totals.push(...counted);
    actions.push(...counted.flatMap(actionsOf));
    // Newest first: what comes after one from before comes from before, too.
    if (rows.length < CELLS_PER_PAGE || counted.length < rows.length) break;
  }
  return { totals: sumByMember(totals), actions };
}

function actionsOf({ feature, actions }: CellRow): readonly ActionTotalsRow[] {
  return Object.entries(actions).map(([action, count]) => ({ feature, action, count }));
}

function sumByMember(rows: readonly TotalsRow[]): readonly TotalsRow[] {
  const groups = groupBy(rows, ({ user, feature }) => JSON.stringify([user, feature]));
  return [...groups.values()].flatMap((group) => {
    const [{ user = "", feature = "" } = {}] = group;
    const sum = (index: 0 | 1 | 2 | 3): number => group.reduce((total, { activeMs }) => total + activeMs[index], 0);
    const visits = group.reduce((total, row) => total + row.visits, 0);
    return [{ user, feature, activeMs: [sum(0), sum(1), sum(2), sum(3)] as const, visits }];
  });
}

/** Whom a removal from a stage sets back, their sums don't tell. */
async function progressOfRemoved(
  account: string,
  sinceSlot: number,
  parts: AccountSumsParts,
  definitions: CompiledDefinitions,
): Promise<Sums["progressMs"]> {
  const removed = await readRemovedMembers({ kind: "only", accounts: [account] }, parts, definitions, { sinceSlot });
  return (user, feature) => {
    const features = removed(account, user);
    return features && (features.find((row) => row.feature === feature)?.progressMs ?? 0);
  };
}
