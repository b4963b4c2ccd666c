import * as v from "valibot";
import { SUBSCRIPTION_STATES } from "../../store/pushed.ts";
import { head, total } from "./head-shape.ts";
import { adoption, attributes, health, metrics } from "./row-shapes.ts";
import { addresses } from "./number-shapes.ts";
import { count, flag, id, text, time } from "./shapes.ts";
import { amount } from "./tile-shape.ts";

/** One account in a list. */
export const accountRow = v.object({
  account: text,
  /** The id where the roster has no name. */
  name: text,
  plan: v.nullable(text),
  /** False: seen, not in the roster. */
  inRoster: flag,
  createdAt: v.nullable(time),
  churnedAt: v.nullable(time),
  parent: v.nullable(text),
  premium: flag,
  subscription: v.nullable(v.picklist(SUBSCRIPTION_STATES)),
  subscriptionStartedAt: v.nullable(time),
  subscriptionEndedAt: v.nullable(time),
  /** Who looks after it, by success role. */
  assignments: v.pipe(v.record(text, text), v.description("Who looks after it, by success role.")),
  attributes,
  kind: v.pipe(
    v.picklist(["saas", "regular", "churned", "notInRoster"]),
    v.description("notInRoster: seen, while the host has told of other accounts. In no count or rate of companies."),
  ),
  lastReceivedAt: v.pipe(
    v.nullable(time),
    v.description(
      "When use of it last came, from browsers or told as usage; null: none ever did, so its time isn't known.",
    ),
  ),
  hasData: v.pipe(
    flag,
    v.description(
      "Whether anything has ever come of what is done there: from browsers, or told by the server, as usage or actions. Where nothing has, zeroes in this row mean nothing received. Presence tells who was there, and not what they did.",
    ),
  ),
  ...metrics,
  /** People with a visit or active time in the period. */
  activeUsers: count,
  /** People of the roster and people seen. */
  knownUsers: count,
  licensedUsers: v.pipe(
    v.nullable(count),
    v.description("Null: nobody has told of any seats, or only some of the people are asked about."),
  ),
  /** These five are exclusive and add up to the known users. */
  dailyUsers: count,
  weeklyUsers: count,
  monthlyUsers: count,
  inactiveUsers: count,
  neverSeenUsers: count,
  ...adoption,
  coreAdoptionPercent: amount,
  /** Distinct ones of the last 14 closed days; null: no data. */
  featuresUsed: v.nullable(count),
  modulesUsed: v.nullable(count),
  ...health,
  productEngagementScore: v.pipe(
    amount,
    v.description("0 to 100; null: the definitions don't choose product engagement, or no data."),
  ),
  /** The four pillars; null: no data, or not provided. */
  productAdoptionHealth: amount,
  relationshipHealth: amount,
  serviceHealth: amount,
  financialHealth: amount,
  /** Users whom the tracker sees ÷ users whom the host's server sees, 14 days; null: the server tells nothing. */
  coveragePercent: amount,
  lastTouchpointAt: v.nullable(time),
  /** Ids, in the order of the definitions. */
  segments: v.array(text),
});

export const accountsReply = v.object({
  ...head,
  addresses,
  /** Rows before `limit` and `offset`, after `search`. */
  total,
  rows: v.array(accountRow),
  lowestEngagement: v.pipe(
    v.array(v.object({ account: text, name: text, engagement: count })),
    v.description(
      "The five lowest by engagement among companies that have data, are not churned and are 14 days old or older; equal ones by their ids.",
    ),
  ),
  lowestEngagementTied: v.pipe(
    count,
    v.description("How many more of these have as much engagement as the last of lowestEngagement."),
  ),
  /** Accounts that are kept out of it since they are younger. */
  youngAccounts: count,
  silentAccounts: v.pipe(
    count,
    v.description(
      "Accounts that have not left and of which nothing has ever come, as hasData says: they are not low, they can't be seen.",
    ),
  ),
  /** Accounts that were seen and are not in the roster, once there is one: in no count or rate of companies. */
  notInRosterAccounts: v.pipe(
    count,
    v.description(
      "Seen, and left out of every count and rate of companies, since the host has told of other accounts.",
    ),
  ),
});

const MAX_MARKED_ACCOUNTS = 1_000;

export const premiumRequest = v.strictObject({
  accounts: v.pipe(v.array(id), v.minLength(1), v.maxLength(MAX_MARKED_ACCOUNTS)),
  premium: v.pipe(flag, v.description("Whether they are to be watched.")),
});
export const premiumReply = v.object({ accounts: v.array(text), premium: flag });
