import { HAPPINESS_LEVELS } from "../../domain/health/happiness.ts";
import { HEALTH_CLASSES } from "../../domain/health/health-class.ts";
import { PRESENCE_CLASSES } from "../../domain/usage/login-class.ts";
import { SUBSCRIPTION_STATES } from "../../store/pushed.ts";
import * as v from "valibot";
import { PERIOD_NAMES } from "../contract.ts";
import { count, flag, idleLimit, text, time } from "./shapes.ts";

/** What the read API, the push API and the session answer. */

/** What every reply of the read API begins with. */
export const head = {
  asOf: v.pipe(v.nullable(time), v.description("When the last cell that this reply could contain was committed.")),
  countedAt: v.pipe(
    v.nullable(time),
    v.description(
      "Figures of a large workspace are kept ready: what had come by then is in these. Null: all was counted for this reply.",
    ),
  ),
  definitionVersion: count,
  idleLimit,
  timeZone: v.pipe(text, v.description("IANA name; all days are days of this zone.")),
  period: v.object({
    name: v.picklist([...PERIOD_NAMES, "custom"]),
    from: v.pipe(v.nullable(text), v.description("ISO date, included; null: all time.")),
    to: v.nullable(text),
    through: v.pipe(text, v.description("The last day whose use counts.")),
    isOpen: v.pipe(flag, v.description("Whether the last day of the period is still going on.")),
  }),
};
const use = { engagement: count, activeMs: count, visits: count };
const metrics = { assets: count, activeAssets: count, ...use };
export const total = v.pipe(count, v.description("Rows before limit and offset, after search."));

const amount = v.nullable(v.number());
const attributes = v.record(text, v.union([text, v.number(), flag]));
const adoption = {
  lastActiveDay: v.pipe(v.nullable(text), v.description("ISO date.")),
  adoptedFeatures: count,
  triedFeatures: count,
  relevantFeatures: count,
  adoptionPercent: v.pipe(amount, v.description("Adopted ÷ relevant features; null: nothing is relevant.")),
};
const health = {
  healthScore: v.pipe(amount, v.description("0 to 100; null: no data.")),
  healthClass: v.nullable(v.picklist(HEALTH_CLASSES)),
};

/** One account in a list. */
export const accountRow = v.object({
  account: text,
  name: text,
  plan: v.nullable(text),
  inRoster: flag,
  createdAt: v.nullable(time),
  churnedAt: v.nullable(time),
  parent: v.nullable(text),
  premium: flag,
  subscription: v.nullable(v.picklist(SUBSCRIPTION_STATES)),
  subscriptionStartedAt: v.nullable(time),
  subscriptionEndedAt: v.nullable(time),
  assignments: v.pipe(v.record(text, text), v.description("Who looks after it, by success role.")),
  attributes,
  kind: v.picklist(["saas", "regular", "churned"]),
  lastReceivedAt: v.nullable(time),
  ...metrics,
  activeUsers: count,
  knownUsers: count,
  licensedUsers: v.nullable(count),
  dailyUsers: count,
  weeklyUsers: count,
  monthlyUsers: count,
  inactiveUsers: count,
  neverSeenUsers: count,
  ...adoption,
  coreAdoptionPercent: amount,
  featuresUsed: v.nullable(count),
  modulesUsed: v.nullable(count),
  ...health,
  productAdoptionHealth: amount,
  relationshipHealth: amount,
  serviceHealth: amount,
  financialHealth: amount,
  coveragePercent: amount,
  lastTouchpointAt: v.nullable(time),
  segments: v.array(text),
});

export const accountsReply = v.object({
  ...head,
  total,
  rows: v.array(accountRow),
  lowestEngagement: v.array(v.object({ account: text, name: text, engagement: count })),
  youngAccounts: count,
  silentAccounts: count,
});

export const featuresReply = v.object({
  ...head,
  account: v.exactOptional(v.object({ id: text, name: text, plan: v.nullable(text) })),
  total,
  rows: v.array(
    v.object({
      feature: text,
      name: text,
      kind: v.picklist(["feature", "link"]),
      module: v.nullable(text),
      moduleName: v.nullable(text),
      defined: flag,
      users: count,
      medianActiveMs: v.pipe(amount, v.description("Per active user; null: there are none.")),
      tried: v.pipe(count, v.description("Members, of all time; likewise the next two.")),
      adopted: count,
      lapsed: count,
      adoptedAccounts: count,
      adoptionPercent: v.pipe(amount, v.description("Members who have adopted it ÷ known members.")),
      engagementBefore: v.pipe(amount, v.description("Over the period before; null: not all of its days are known.")),
      engagementChange: v.pipe(amount, v.description("0.25: a quarter more; null: not known, or from nothing.")),
      activeMsBefore: amount,
      activeMsChange: amount,
      vitals: v.pipe(
        v.nullable(
          v.object({ lcpMs: v.nullable(v.number()), inpMs: v.nullable(v.number()), cls1000: v.nullable(v.number()) }),
        ),
        v.description("What 75 % of the document loads that used the feature didn't exceed; null: nobody measured it."),
      ),
      ...metrics,
    }),
  ),
});

/** One person in a list. */
export const userRow = v.object({
  user: text,
  name: text,
  role: v.nullable(text),
  accounts: v.array(text),
  inRoster: flag,
  createdAt: v.nullable(time),
  attributes,
  ...use,
  loginClass: v.picklist(PRESENCE_CLASSES),
  ...adoption,
  happiness: v.nullable(v.picklist(HAPPINESS_LEVELS)),
  ...health,
  lastTouchpointAt: v.nullable(time),
  segments: v.array(text),
});

export const usersReply = v.object({
  ...head,
  total,
  rows: v.array(userRow),
});

export const assetsReply = v.object({
  ...head,
  total,
  rows: v.array(
    v.object({
      asset: text,
      account: text,
      name: text,
      type: text,
      typeName: text,
      feature: v.nullable(text),
      configured: flag,
      runs: count,
      createdAt: v.nullable(time),
      lastRunAt: v.nullable(time),
    }),
  ),
});

export const pushReply = v.object({
  accepted: count,
  rejected: v.array(v.object({ line: v.pipe(count, v.description("Lines count from 1.")), reason: text })),
});

export const segmentReply = v.object({
  ...pushReply.entries,
  ignored: v.pipe(count, v.description("Messages of sorts that say nothing here: page, screen, alias.")),
});

export const sessionRequest = v.object({ token: v.pipe(text, v.description("From the sign-in link; it holds once.")) });
export const sessionReply = v.object({ name: text, role: v.picklist(["admin", "csm", "viewer"]) });
