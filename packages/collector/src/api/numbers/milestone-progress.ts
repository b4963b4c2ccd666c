import { durationInWords } from "../../domain/attention/duration-in-words.ts";
import type { CompiledDefinitions } from "../../domain/compile-definitions.ts";
import type { MilestoneRule } from "../../domain/definitions/definitions.ts";
import { milestoneProgress } from "../../domain/milestones/milestone-progress.ts";
import { readMilestone, type MilestoneBreakdown } from "../../me/read-milestones.ts";
import type { Reading } from "../reading/reading.ts";
import type { Evidence, Measurement, NumberDefinition, NumberReference, Subject } from "./number.ts";

/** How far one member, or one account as a whole, is with a milestone: what their states show. */
export const MILESTONE_PROGRESS: NumberDefinition = {
  id: "milestoneProgress",
  name: "Progress of a milestone",
  unit: "share",
  kind: "mean",
  formula:
    "How far the milestone's rule is met, 0 to 1: of `all` the mean of its parts, of `any` the furthest. Once it is met it is 1 until somebody takes it back. Of an account's milestone the person says nothing.",
  subjects: ["account", "user", "milestone"],
  requires: ["account", "milestone"],
  splits: ["part"],
  async measure(reading, { account = "", user, milestone: id = "" }) {
    const { definitions, facts, records, calendar, looksBack } = reading;
    const milestone = definitions.milestones.get(id);
    if (milestone === undefined || !(await isThere(reading, account, user))) {
      return nothing(milestone?.name ?? id, "There is nobody of whom it could be told.");
    }
    if (looksBack) return nothing(milestone.name, "How far it was on an earlier day isn't known.");
    if (milestone.scope === "member" && user === undefined) {
      return nothing(milestone.name, "It is a milestone of people: ask for one of them.");
    }
    const about = { account, user: milestone.scope === "account" ? null : (user ?? null) };
    const parts = { facts, records, calendarOf: () => calendar };
    const found = await readMilestone(about, milestone, parts, definitions);
    if (found === null) return nothing(milestone.name, "It is for a segment that they aren't in.");
    return progressOf(found, about, definitions);
  },
};

/** Whether there is such an account and, where somebody is named, such a member of it, now or before. */
async function isThere(reading: Reading, account: string, user: string | undefined): Promise<boolean> {
  if (!(await reading.accounts()).some(({ id }) => id === account)) return false;
  if (user === undefined) return true;
  const people = [...(await reading.users()), ...(await reading.left())];
  return people.some(({ id, accounts }) => id === user && accounts.includes(account));
}

function nothing(what: string, why: string): Measurement {
  return { value: null, terms: [], rows: [], excluded: [{ what, why, value: null }] };
}

type About = Readonly<Record<"account", string>> & Readonly<Record<"user", string | null>>;

function progressOf(
  { standing: { milestone, state }, facts, sinceSlot }: MilestoneBreakdown,
  about: About,
  definitions: CompiledDefinitions,
): Measurement {
  const { rule } = milestone;
  const parts = rule.kind === "all" || rule.kind === "any" ? rule.rules : [rule];
  const rows = parts.map((part, index): Evidence => ({
    kind: "part",
    id: `${index + 1} ${part.kind}`,
    name: inWords(part, definitions),
    value: milestoneProgress(part, facts).progress,
    opens: numberOf(part, about),
    details: {},
  }));
  const before = { what: "Before the reset", why: "It was taken back, and is to be met anew from then on." };
  const excluded = sinceSlot === 0 ? [] : [{ ...before, value: null }];
  if (state.kind !== "met") {
    return { value: state.progress, terms: [], rows, excluded, kind: rule.kind === "any" ? "largest" : "mean" };
  }
  const { version, metAtMs, recorded } = state;
  const since = metAtMs === null ? "" : `, ${new Date(metAtMs).toISOString()}`;
  const met: Evidence = {
    kind: "part",
    id: "met",
    name: `Met${since}`,
    value: 1,
    opens: null,
    details: { version, metAt: metAtMs, recorded },
  };
  // Whatever has become of the rule or the facts since, what is met stays met.
  return { value: 1, terms: [], rows: [met, ...rows], excluded, kind: "largest" };
}

/** Where a part of a rule opens: the number that it counts, over all days. */
function numberOf(part: MilestoneRule, { account, user }: About): NumberReference | null {
  const who: Subject = user === null ? { account } : { account, user };
  const ever = (number: string, of: Subject): NumberReference => ({ number, subject: { ...who, ...of }, over: "all" });
  switch (part.kind) {
    case "adopted":
      return user === null
        ? { number: "adoptedMembers", subject: { account, feature: part.feature } }
        : { number: "progressMs", subject: { account, user, feature: part.feature } };
    case "adoptedFeatures":
      return part.module === undefined ? { number: "adoptedFeatures", subject: who } : null;
    case "visits":
      return ever("visits", { feature: part.feature });
    case "time":
      return ever("activeMs", part.feature === undefined ? {} : { feature: part.feature });
    case "action":
      return ever("engagement", { action: part.action });
    case "assets":
      return { number: "assets", subject: { account, type: part.type } };
    case "all":
    case "any":
      return null;
  }
}

function inWords(part: MilestoneRule, { features, modules, actions, assetTypes }: CompiledDefinitions): string {
  const feature = (id: string): string => features.get(id)?.name ?? id;
  switch (part.kind) {
    case "adopted":
      return `Adopt ${feature(part.feature)}`;
    case "adoptedFeatures": {
      const where = part.module === undefined ? "" : ` of ${modules.get(part.module)?.name ?? part.module}`;
      return `Adopt ${part.count} features${where}`;
    }
    case "visits":
      return `${part.count} visits of ${feature(part.feature)}`;
    case "time": {
      const where = part.feature === undefined ? "" : ` in ${feature(part.feature)}`;
      return `${durationInWords(part.activeMs)} of active time${where}`;
    }
    case "action":
      return `${part.count} × ${actions.get(part.action)?.name ?? part.action}`;
    case "assets":
      return `${part.count} × ${assetTypes.get(part.type)?.name ?? part.type}${part.configured === true ? ", set up" : ""}`;
    case "all":
      return `All of ${part.rules.length}`;
    case "any":
      return `One of ${part.rules.length}`;
  }
}
