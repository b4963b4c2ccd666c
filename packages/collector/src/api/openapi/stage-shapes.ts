import * as v from "valibot";
import { LIVING_STATES } from "../../domain/adoption/living-state.ts";
import { head, total } from "./head-shape.ts";
import { address, addresses } from "./number-shapes.ts";
import { count, lengthMs, text, time } from "./shapes.ts";

/** What the doors about stages answer. */

const stage = v.picklist(["untouched", "tried", "adopted"]);
export const living = v.pipe(
  v.nullable(v.picklist(LIVING_STATES)),
  v.description(
    "Used within 14 days, 30 days, or longer ago, or more where the definitions state the feature's rhythm; `recovered`: active, having come back within these days after it had lapsed; null: never used.",
  ),
);
export const lapsesOn = v.pipe(
  v.nullable(text),
  v.description("ISO date: the first day on which it is lapsed, if it isn't used before; null: never used."),
);
const livingDays = v.object({
  rhythmDays: v.pipe(v.nullable(count), v.description("As the definitions state it; null: they don't.")),
  activeDays: v.pipe(
    count,
    v.description("Up to so many days after its last use a use is active: twice the rhythm, at least 14."),
  ),
  coolingDays: v.pipe(
    count,
    v.description("Up to so many it is cooling, later lapsed: four times the rhythm, at least 30."),
  ),
});
const member = { user: text, name: text, account: text, accountName: text };
const progress = {
  feature: text,
  featureName: text,
  stage,
  living,
  activeMs: v.pipe(lengthMs, v.description("Of all time.")),
  progressMs: v.pipe(lengthMs, v.description("Since the last removal from the stage.")),
  thresholdMs: lengthMs,
  visits: count,
  adoptedAt: v.pipe(
    v.nullable(time),
    v.description("When the threshold was reached; null: not adopted, or not looked into yet."),
  ),
  lastActiveDay: v.pipe(v.nullable(text), v.description("ISO date.")),
  lapsesOn,
};

const totalAddress = v.pipe(
  v.nullable(address),
  v.description(
    "Where the total opens; null: the list is searched, or is of how those live on who have only tried a feature.",
  ),
);

export const stagesReply = v.object({
  ...head,
  addresses,
  totalAddress,
  features: v.pipe(
    v.array(
      v.object({
        feature: text,
        name: text,
        module: v.nullable(text),
        adopted: count,
        tried: count,
        untouched: v.pipe(count, v.description("Known members who never used it.")),
        active: v.pipe(count, v.description("Of those who have adopted it.")),
        recovered: count,
        cooling: count,
        lapsed: count,
        livingDays,
      }),
    ),
    v.description("Every defined feature, in the order of the definitions; members, whatever page of rows is shown."),
  ),
  total,
  rows: v.array(v.object({ ...member, ...progress })),
});

export const stageMatrixReply = v.object({
  ...head,
  by: v.picklist(["account", "user"]),
  addresses,
  features: v.array(v.object({ feature: text, name: text })),
  total,
  rows: v.array(
    v.object({
      account: text,
      accountName: text,
      user: v.pipe(v.nullable(text), v.description("null: the account as a whole.")),
      name: text,
      adopted: count,
      tried: count,
      untouched: count,
      notRelevant: v.pipe(
        count,
        v.description("Features that are not relevant here; with the other three they are all."),
      ),
      cells: v.pipe(
        v.array(
          v.object({
            feature: text,
            stage: v.pipe(
              v.picklist(["untouched", "tried", "adopted", "notRelevant"]),
              v.description(
                "`notRelevant`: by launch, plan, seats, role or what somebody said nobody is expected to use it; then nothing else is said of it.",
              ),
            ),
            living,
            adoptedAt: v.nullable(time),
            adopters: v.pipe(
              v.exactOptional(count),
              v.description("Of an account: how many of its people to whom it is relevant."),
            ),
            triers: v.exactOptional(count),
            excluded: v.pipe(
              v.exactOptional(count),
              v.description("Of an account: people to whom it isn't relevant, whatever they made of it."),
            ),
          }),
        ),
        v.description("In the order of the features."),
      ),
    }),
  ),
});

export const nearlyAdoptedReply = v.object({
  ...head,
  addresses,
  totalAddress,
  excluded: v.pipe(
    count,
    v.description(
      "Others who have begun and not adopted, of the features and people asked for: it isn't relevant to them, or their account is none of those that count.",
    ),
  ),
  total,
  rows: v.array(
    v.object({
      ...member,
      ...progress,
      missingMs: lengthMs,
      percent: v.pipe(v.number(), v.description("Progress ÷ threshold.")),
    }),
  ),
});

export const removalReply = v.object({
  account: text,
  user: text,
  feature: text,
  epoch: v.pipe(count, v.description("1 after the first removal.")),
  actor: text,
  reason: v.nullable(text),
  at: time,
  since: v.pipe(time, v.description("From then on the whole threshold counts anew.")),
});
