import * as v from "valibot";
import { coverage } from "./coverage-shape.ts";
import { head, total } from "./head-shape.ts";
import { address, addresses } from "./number-shapes.ts";
import { count, flag, id, lengthMs, text, time } from "./shapes.ts";

/** What the doors about modules answer and take. */

const percent = v.nullable(v.number());
const account = v.object({ id: text, name: text, plan: v.nullable(text), ...coverage });

const overall = v.object({
  meanPercent: v.pipe(percent, v.description("Mean over the licensed modules; null: none is measured.")),
  seatPercent: v.pipe(percent, v.description("Active ÷ licensed over all of them.")),
  active: v.pipe(count, v.description("Sum over modules: somebody active in two counts twice.")),
  people: v.pipe(
    v.nullable(count),
    v.description("The same, each once; null: a snapshot that was recorded by hand names nobody."),
  ),
  licensed: v.pipe(count, v.description("Sum over modules.")),
  measured: v.pipe(count, v.description("Modules that are in these numbers.")),
  notLicensed: count,
  noData: count,
});

const state = {
  kind: v.pipe(
    v.picklist(["measured", "notLicensed", "noData"]),
    v.description("At the latest snapshot of each account."),
  ),
  active: v.nullable(count),
  licensed: v.nullable(count),
  percent: v.pipe(percent, v.description("Above 100 where more people are active than have a licence.")),
  overUsed: flag,
  status: v.nullable(v.picklist(["critical", "needsAttention", "onTrack"])),
  targetPercent: v.pipe(percent, v.description("Of an account: its own, else the module's; null: there is none.")),
  targetStatus: v.nullable(v.picklist(["on", "near", "off"])),
  gapPoints: v.pipe(percent, v.description("Percentage points up to the target.")),
  gapUsers: v.pipe(v.nullable(count), v.description("How many more people have to be active.")),
};
const snapshotKind = v.picklist(["manual", "scheduled", "requested"]);
const itsSnapshot = v.nullable(
  v.object({ id: text, kind: snapshotKind, actor: text, takenAt: time, definitionVersion: count }),
);
const AS_OF_THE_LAST_DAY = "As of the last day, by the licences known now.";
const live = v.pipe(
  v.object({
    active: v.nullable(count),
    licensed: v.nullable(count),
    percent,
    overUsed: v.pipe(flag, v.description("More people are active than have a licence.")),
  }),
  v.description(AS_OF_THE_LAST_DAY),
);
const untrusted = v.pipe(
  count,
  v.description("Of these accounts those of whose people the tracker sees less than 80 %: their numbers are too low."),
);

export const modulesReply = v.object({
  ...head,
  addresses,
  account: v.pipe(v.exactOptional(account), v.description("Present when the reply is about one account.")),
  overall: v.pipe(overall, v.description("At the latest snapshots.")),
  liveOverall: v.pipe(overall, v.description("As of the last day.")),
  total,
  rows: v.array(
    v.object({
      module: text,
      name: text,
      description: v.nullable(text),
      ...state,
      accounts: v.pipe(count, v.description("Accounts whose snapshots are in these numbers.")),
      untrustedAccounts: untrusted,
      snapshotDay: v.pipe(v.nullable(text), v.description("ISO date of the latest of them; null: there is none.")),
      snapshot: v.pipe(itsSnapshot, v.description("Of one account: that snapshot; null: of several, or none.")),
      live: v.pipe(
        v.object({ ...live.pipe[0].entries, untrustedAccounts: untrusted }),
        v.description(AS_OF_THE_LAST_DAY),
      ),
      features: v.array(text),
      rule: v.pipe(
        v.object({
          activeMs: lengthMs,
          windowDays: count,
          actions: v.array(text),
          actionCount: count,
          needs: v.picklist(["any", "all"]),
        }),
        v.description(
          "Who is active: by so much time on its features, or so many of its actions (needs: any), or both (all), within the window.",
        ),
      ),
      seats: v.pipe(
        v.object({ kind: v.picklist(["told", "module", "attribute", "members"]), of: v.nullable(text) }),
        v.description(
          "Where its seats come from: what the host tells of it, or of another module, a number among the account's attributes, or everybody who belongs to it. `of` names the module or the attribute.",
        ),
      ),
      owner: v.pipe(v.nullable(text), v.description("Who answers for it; null: the definitions don't say.")),
      users: v.pipe(count, v.description("People with a visit or active time on it in the period.")),
      activeMs: v.pipe(lengthMs, v.description("In the period.")),
    }),
  ),
});

export const moduleAccountsReply = v.object({
  ...head,
  module: v.object({ id: text, name: text }),
  addresses,
  targetPercent: v.pipe(percent, v.description("The module's, of accounts that have none of their own.")),
  total,
  rows: v.array(
    v.object({
      account: text,
      accountName: text,
      plan: v.nullable(text),
      ...state,
      snapshotDay: v.pipe(v.nullable(text), v.description("ISO date; null: there is no snapshot.")),
      snapshot: v.pipe(itsSnapshot, v.description("null: there is none.")),
      live,
      ...coverage,
    }),
  ),
});

export const nearlyThereReply = v.object({
  ...head,
  module: v.object({ id: text, name: text }),
  targetPercent: percent,
  thresholdMs: v.pipe(lengthMs, v.description("From this much active time in the window on somebody is active.")),
  windowDays: count,
  neededUsers: v.pipe(
    v.nullable(count),
    v.description("How many more have to be active; null: no target, or no data."),
  ),
  addresses,
  missingMs: v.pipe(lengthMs, v.description("What the cheapest of them need together.")),
  missingAddress: v.pipe(address, v.description("Where that opens; missingMs of the addresses is the rows'.")),
  shortOf: v.pipe(count, v.description("How many are missing even if everybody who is listed gets there.")),
  unusedSeats: v.pipe(v.nullable(count), v.description("Licences without an active user; null: none are told.")),
  total,
  rows: v.array(
    v.object({
      user: text,
      name: text,
      account: text,
      accountName: text,
      activeMs: lengthMs,
      missingMs: lengthMs,
      isNeeded: v.pipe(flag, v.description("Whether they are among the cheapest who are enough for the target.")),
      hasSeat: v.pipe(v.nullable(flag), v.description("null: nobody has told who has one.")),
    }),
  ),
});

const snapshot = v.object({
  snapshot: text,
  module: text,
  moduleName: text,
  account: text,
  accountName: text,
  day: v.pipe(text, v.description("ISO date: usage up to its end.")),
  takenAt: time,
  kind: snapshotKind,
  actor: text,
  active: count,
  licensed: v.nullable(count),
  percent,
  overUsed: flag,
  status: v.nullable(v.picklist(["critical", "needsAttention", "onTrack"])),
  targetPercent: v.pipe(percent, v.description("As it is now.")),
  namesPeople: v.pipe(flag, v.description("False: recorded by hand, as numbers only.")),
  definitionVersion: count,
});

export const snapshotsReply = v.object({ ...head, addresses, total, rows: v.array(snapshot) });

/** As many as a host can push seats. */
const MAX_PEOPLE = 1_000_000_000;
const people = v.pipe(count, v.maxValue(MAX_PEOPLE));

export const snapshotRequest = v.strictObject({
  module: text,
  account: v.exactOptional(id),
  active: v.pipe(v.exactOptional(people), v.description("Given: recorded by hand. Absent: measured now.")),
  licensed: v.pipe(v.exactOptional(v.nullable(people)), v.description("Unless given, as told by the host.")),
  asOf: v.pipe(v.exactOptional(text), v.description("ISO date; today unless given.")),
});
export const snapshotRemovalReply = v.object({
  snapshot: text,
  module: text,
  account: text,
  day: text,
  kind: snapshotKind,
  active: count,
  licensed: v.nullable(count),
  actor: v.pipe(text, v.description("Who took it back.")),
  at: time,
});
export const snapshotsTakenReply = v.object({ taken: count, rows: v.array(snapshot) });

export const comparisonReply = v.object({
  ...head,
  module: v.pipe(v.nullable(v.object({ id: text, name: text })), v.description("null: all of them.")),
  from: text,
  to: text,
  addresses,
  total,
  rows: v.array(
    v.object({
      module: text,
      moduleName: text,
      account: text,
      accountName: text,
      fromDay: v.pipe(v.nullable(text), v.description("The latest snapshot up to from; null: there is none.")),
      toDay: v.nullable(text),
      fromPercent: percent,
      toPercent: percent,
      points: percent,
      active: v.nullable(v.number()),
      licensed: v.nullable(v.number()),
      gained: v.pipe(v.nullable(v.array(text)), v.description("Ids; null: one of the snapshots names nobody.")),
      lost: v.nullable(v.array(text)),
      kept: v.nullable(count),
      targetPercent: v.pipe(percent, v.description("As it is now: the account's own, else the module's.")),
    }),
  ),
});

const { kind: _kind, ...measured } = state;

export const moduleHistoryReply = v.object({
  ...head,
  addresses,
  total,
  rows: v.array(
    v.object({
      module: text,
      moduleName: text,
      day: v.pipe(text, v.description("ISO date of a snapshot: usage up to its end.")),
      ...measured,
      targetPercent: v.pipe(percent, v.description("As it is now: of one account its own, else the module's.")),
      accounts: v.pipe(count, v.description("Accounts whose latest snapshots up to the day are in these numbers.")),
      definitionVersion: v.pipe(
        count,
        v.description("Of the snapshots of the day; a higher one than before: the definitions have changed since."),
      ),
    }),
  ),
});

export const targetRequest = v.strictObject({
  account: id,
  module: text,
  targetPercent: v.pipe(
    v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(100))),
    v.description("null: the module's own holds again."),
  ),
});
export const targetReply = v.object({ account: text, module: text, targetPercent: percent });
