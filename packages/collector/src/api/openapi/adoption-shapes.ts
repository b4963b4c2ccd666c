import * as v from "valibot";
import { FUNNEL_STAGES } from "../../domain/usage/funnel.ts";
import { head } from "./head-shape.ts";
import { address } from "./number-shapes.ts";
import { count, flag, text } from "./shapes.ts";
import { amount, date } from "./tile-shape.ts";

/** What `GET /v1/retention` and `GET /v1/funnel` answer. */

/** Of whom cohorts are made. */
export const COHORT_SUBJECTS = ["account", "user"] as const;

export const retentionReply = v.object({
  ...head,
  of: v.picklist(COHORT_SUBJECTS),
  feature: v.pipe(v.nullable(text), v.description("null: the whole product.")),
  cohorts: v.pipe(
    v.array(
      v.object({
        from: date,
        to: date,
        size: v.pipe(count, v.description("How many used it first in this week.")),
        address,
        cells: v.array(
          v.object({
            weeksSince: count,
            retained: count,
            percent: v.pipe(amount, v.description("Of the cohort; null: nobody is in it.")),
            isPartial: v.pipe(flag, v.description("The week isn't over.")),
            address,
            percentAddress: address,
          }),
        ),
      }),
    ),
    v.description("By the week of first use, Monday to Sunday, the oldest first."),
  ),
});

export const funnelReply = v.object({
  ...head,
  feature: text,
  name: text,
  members: v.pipe(
    count,
    v.description(
      "Known ones who could adopt it, by the rules of its adoption rate. A person is a member of each of their accounts.",
    ),
  ),
  membersAddress: address,
  excluded: v.pipe(
    count,
    v.description(
      "Known ones who are in no step, since it isn't relevant to them or their account is none of those that count.",
    ),
  ),
  steps: v.array(
    v.object({
      stage: v.picklist(FUNNEL_STAGES),
      people: count,
      percentOfPrevious: v.pipe(
        amount,
        v.description("null: of the first step, and where nobody was in the one before."),
      ),
      address,
      percentAddress: v.pipe(v.nullable(address), v.description("null: of the first step, which has none before it.")),
    }),
  ),
  stillOpen: v.pipe(count, v.description("Have adopted it, and still have days left to use it again.")),
  stillOpenAddress: address,
});
