import { findCrossing } from "../domain/adoption/crossing.ts";
import { groupBy } from "../domain/group-by.ts";
import { dayOf } from "../domain/workspace-calendar.ts";
import { adoptionFunnel, entryPointsOf, type FunnelMember } from "../domain/usage/funnel.ts";
import type { FunnelReply } from "./contract.ts";
import { invalidParameter, readText } from "./query/parameters.ts";
import { memberKey } from "./reading/presence.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { countedFeatures, memberUses, type MemberUse } from "./reading/uses.ts";

/**
 * `GET /v1/funnel?feature=`: how far members get with a feature, from seeing the way in to coming back, up to the last day
 * that counts; the period says nothing about it.
 * @throws HttpProblem `invalid-parameter`.
 */
export async function readFunnel(request: ReadRequest): Promise<Response> {
  const asked = readText(request.parameters, "feature") ?? "";
  const reading = await readingOf(request);
  const features = countedFeatures(reading);
  const definition = features.find(({ feature }) => feature === asked);
  if (definition === undefined) {
    const allowed = features.map(({ feature }) => feature).join(", ");
    throw invalidParameter("feature", asked, allowed === "" ? "nothing: none is defined" : allowed);
  }
  const { feature, name, thresholdMs } = definition;
  const members = await funnelMembers(reading, feature, thresholdMs);
  const modules = new Map(features.map((one) => [one.feature, one.module]));
  const reply: FunnelReply = {
    ...reading.head,
    feature,
    name,
    members: members.length,
    ...adoptionFunnel(members, entryPointsOf(feature, modules), reading.lastDay),
  };
  return Response.json(reply);
}

async function funnelMembers(reading: Reading, feature: string, thresholdMs: number): Promise<readonly FunnelMember[]> {
  const { idleLimitIndex } = reading.definitions;
  const keyOf = ({ account = "", user = "" }: { readonly account?: string; readonly user?: string }): string =>
    memberKey(account, user);
  const [users, uses, visited, days] = await Promise.all([
    reading.users(),
    memberUses(reading),
    reading.totals({ by: ["account", "user", "feature"], spanUnder: idleLimitIndex }, null),
    reading.totals({ by: ["account", "user", "day"], feature }, null),
  ]);
  const adopted = new Map(
    uses.filter((use) => use.feature === feature && use.stage === "adopted").map((use) => [keyOf(use), use]),
  );
  const visitedBy = groupBy(
    visited.filter(({ span }) => span),
    keyOf,
  );
  const daysOf = groupBy(days, keyOf);
  return users.flatMap(({ id, accounts }) =>
    accounts.map((account): FunnelMember => {
      const key = memberKey(account, id);
      const own = (daysOf.get(key) ?? []).map(({ day = 0, activeMs, visits }) => ({
        at: day,
        amount: activeMs[idleLimitIndex] ?? 0,
        visits,
      }));
      // What nobody has looked for yet is found in the days.
      const adoptedDay = (use: MemberUse | undefined): number | null => {
        if (use === undefined) return null;
        if (use.adoptedAtMs !== null) return dayOf(use.adoptedAtMs, reading.calendar);
        return findCrossing(own, thresholdMs)?.at ?? null;
      };
      return {
        visited: new Set((visitedBy.get(key) ?? []).map((row) => row.feature ?? "")),
        usedDays: new Set(own.filter(({ amount, visits }) => amount > 0 || visits > 0).map(({ at }) => at)),
        adoptedDay: adoptedDay(adopted.get(key)),
      };
    }),
  );
}
