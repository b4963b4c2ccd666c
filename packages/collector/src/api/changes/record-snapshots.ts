import type { InferOutput } from "valibot";
import type { CompiledModule } from "../../domain/compile-definitions.ts";
import type { WorkspaceDay } from "../../domain/day.ts";
import { isMeasurable } from "../../domain/modules/module-activity.ts";
import { moduleSeats } from "../../domain/modules/module-seats.ts";
import { dayOfIsoDate } from "../../domain/period/calendar-date.ts";
import { dayOf } from "../../domain/workspace-calendar.ts";
import { HttpProblem } from "../../http/problem.ts";
import { measureModules } from "../reading/measure-modules.ts";
import type { SnapshotWrite } from "../../store/module-snapshots.ts";
import { askedSnapshotId } from "../../store/snapshot-id.ts";
import type { SnapshotsTakenReply } from "../contract.ts";
import { snapshotRequest } from "../openapi/module-shapes.ts";
import { NO_FILTERS } from "../query/no-filters.ts";
import { moduleSeatRows } from "../reading/module-seats.ts";
import { openReading, type Reading } from "../reading/reading.ts";
import { snapshotRows } from "../snapshots.ts";
import { readBody, unknownSubject, type ChangeRequest } from "./change-request.ts";

type Asked = InferOutput<typeof snapshotRequest>;

/**
 * `POST /v1/snapshots`: keeps a module as it is. `{ module, account? }` is measured; with `active` it is what somebody says,
 * for modules that can't be measured. A snapshot is never changed: a later one takes its place. Where it comes to the same as the
 * latest of the day it is as of, and that was taken today, no other one is kept.
 * @throws HttpProblem `malformed`, or `not-found` for an account that isn't there, for whoever asks.
 */
export async function recordSnapshots({ request, changer, parts }: ChangeRequest): Promise<Response> {
  const asked = await readBody(request, snapshotRequest);
  const today = await openReading(parts, changer.scope, { period: "30d", asOf: null, filters: NO_FILTERS });
  const module = today.definitions.modules.get(asked.module);
  if (module === undefined) throw unknownModule(asked.module, today);
  const asOf = dayOfAsked(asked, today);
  const reading = await openReading(parts, changer.scope, { period: "30d", asOf, filters: NO_FILTERS });
  const accounts = (await reading.accounts()).filter(({ id }) => id === (asked.account ?? id));
  if (asked.account !== undefined && accounts.length === 0) throw unknownSubject(asked.account, null);
  const common = {
    module: module.module,
    day: reading.lastDay,
    takenAtMs: reading.nowMs,
    actor: changer.actor,
    definitionVersion: reading.definitions.version,
  };
  const drafts: readonly SnapshotDraft[] =
    asked.active === undefined
      ? (await measure(reading, module, asked, accounts)).map((measured) =>
          Object.assign({ kind: "requested" as const }, common, measured),
        )
      : [{ ...common, ...(await told(reading, asked, asked.active)), kind: "manual" }];
  const snapshots = await identified(reading, module, drafts);
  const taken = await parts.records.recordSnapshots(snapshots);
  const reply: SnapshotsTakenReply = { taken, rows: await snapshotRows(reading, snapshots) };
  return Response.json(reply, { status: 201 });
}

type SnapshotDraft = Omit<SnapshotWrite, "id">;

/** Gives snapshots their ids. Where the latest of the day is what is sent again, it stands for it. */
async function identified(
  { records, scope, lastDay, calendar }: Reading,
  { module }: CompiledModule,
  drafts: readonly SnapshotDraft[],
): Promise<readonly SnapshotWrite[]> {
  const days = { from: lastDay, to: lastDay };
  const { rows } = await records.snapshotPage({ scope, module, days, limit: Number.MAX_SAFE_INTEGER, offset: 0 });
  // Later ones come later.
  const latest = new Map(rows.map((row) => [row.account, row]));
  const takenDay = ({ takenAtMs }: SnapshotDraft): WorkspaceDay => dayOf(takenAtMs, calendar);
  return drafts.map((draft) => {
    const before = latest.get(draft.account) ?? null;
    if (before !== null && takenDay(before) === takenDay(draft) && isSaidAgain(draft, before)) return before;
    const id = askedSnapshotId(draft, takenDay(draft), before?.id ?? null);
    // The latest is told by its time, whatever clocks say.
    const takenAtMs = Math.max(draft.takenAtMs, (before?.takenAtMs ?? -Infinity) + 1);
    return { id, ...draft, takenAtMs };
  });
}

/** The same numbers, of the same people, by one version of the definitions. */
function isSaidAgain(draft: SnapshotDraft, before: SnapshotWrite): boolean {
  const { kind, definitionVersion, active, activeUsers, licensed } = draft;
  return (
    before.kind === kind &&
    before.definitionVersion === definitionVersion &&
    before.active === active &&
    before.licensed === licensed &&
    peopleOf(before.activeUsers) === peopleOf(activeUsers)
  );
}

/** Whoever was most active comes first, which is no other measurement. */
function peopleOf(users: readonly string[] | null): string {
  return JSON.stringify(users?.toSorted() ?? null);
}

function measure(
  { facts, definitions, lastDay, calendar }: Reading,
  module: CompiledModule,
  { licensed }: Asked,
  accounts: Awaited<ReturnType<Reading["accounts"]>>,
): ReturnType<typeof measureModules> {
  if (licensed !== undefined) {
    throw new HttpProblem(
      "malformed",
      "licensed: it is given without active. Give both, or neither to have it measured.",
    );
  }
  if (!isMeasurable(module)) {
    throw new HttpProblem(
      "malformed",
      `module: "${module.module}" has neither features nor actions, so nothing can be measured. Give account and active.`,
    );
  }
  return measureModules(facts, accounts, [module], definitions, lastDay, calendar);
}

/** What somebody says. Where they don't say how many are licensed, it is what the host has told. */
async function told(
  reading: Reading,
  { account, module, licensed }: Asked,
  active: number,
): Promise<Pick<SnapshotWrite, "account" | "active" | "activeUsers" | "licensed">> {
  if (account === undefined)
    throw new HttpProblem("malformed", "account: it is missing. Say where so many are active.");
  const seats = await moduleSeatRows(reading);
  const known = seats.find((row) => row.account === account && row.module === module);
  const own = known === undefined ? null : moduleSeats(known).licensed;
  return { account, active, activeUsers: null, licensed: licensed === undefined ? own : licensed };
}

function dayOfAsked({ asOf }: Asked, { lastDay }: Reading): number | null {
  if (asOf === undefined) return null;
  const day = dayOfIsoDate(asOf);
  if (day !== null && day <= lastDay) return day;
  throw new HttpProblem(
    "malformed",
    `asOf: it is "${asOf.slice(0, 80)}". Give an ISO date such as 2026-11-30, today at most.`,
  );
}

/** The problem of a body that names a module which isn't defined. */
export function unknownModule(module: string, { definitions }: Pick<Reading, "definitions">): HttpProblem {
  const known = [...definitions.modules.keys()].join(", ");
  return new HttpProblem("malformed", `module: "${module.slice(0, 80)}" is not defined. Allowed: ${known}.`);
}
