import * as v from "valibot";
import { head, total } from "./head-shape.ts";
import { metrics } from "./row-shapes.ts";
import { addresses } from "./number-shapes.ts";
import { count, flag, text } from "./shapes.ts";
import { amount } from "./tile-shape.ts";

export const featuresReply = v.object({
  ...head,
  addresses,
  /** Present when the reply is about one account. */
  account: v.exactOptional(v.object({ id: text, name: text, plan: v.nullable(text) })),
  /** Accounts that are left out of both rates since they are not in the roster. */
  notInRosterAccounts: v.pipe(
    count,
    v.description(
      "Seen, not in the roster, and therefore left out of both adoption rates; 0 where there is no roster.",
    ),
  ),
  total,
  /**
   * Every defined feature, unused ones too, unless asked otherwise by engagement; then, if they have data, custom menu
   * links, `_other`, and features not in the definitions.
   */
  rows: v.array(
    v.object({
      feature: text,
      /** As the definitions say; a link's as its pages say, which is untrusted text; else the key. */
      name: text,
      /** A `link` was put into the product's menu by somebody; it needs no definition. */
      kind: v.picklist(["feature", "link"]),
      module: v.nullable(text),
      /** Name of the module on screen. */
      moduleName: v.nullable(text),
      /** False for `_other` and for features that no definition names. */
      defined: flag,
      /** People with a visit or active time in the period. */
      users: count,
      /** The middle one of their active times; null: there are none. */
      medianActiveMs: v.pipe(amount, v.description("Per active user; null: there are none.")),
      /** The first two steps of its funnel. */
      exposedUsers: v.pipe(
        count,
        v.description("Members who could adopt it and have visited a place from which it can be seen, of all time."),
      ),
      activatedUsers: v.pipe(count, v.description("Those of them who have used it at all.")),
      /** Members who have used it and not adopted it, of all time. A person is a member of each of their accounts. */
      tried: v.pipe(count, v.description("Members, of all time; likewise the next two.")),
      adopted: count,
      /** Adopted, and not used for more than 30 days. */
      lapsed: count,
      /** Of the eligible users, who has adopted it. */
      adoptedUsers: v.pipe(count, v.description("Members of those counted by eligibleUsers who have adopted it.")),
      /** Who could adopt it: see `eligibilityIn`. */
      eligibleUsers: v.pipe(
        count,
        v.description(
          "The seats of its module where they are told, else the known members; without accounts that have left and those to whom it isn't relevant by role, plan, launch, licence or answer.",
        ),
      ),
      /** Adopted ÷ eligible users; null: there are none. */
      adoptionPercent: v.pipe(
        amount,
        v.description("adoptedUsers ÷ eligibleUsers; above 100 where more have adopted it than there are seats."),
      ),
      /** The rate and its terms as if nobody had said that it isn't relevant. */
      adoptedUsersBeforeAnswers: v.pipe(
        count,
        v.description(
          "adoptedUsers as if nobody had said that the feature isn't relevant to them or to their account.",
        ),
      ),
      eligibleUsersBeforeAnswers: v.pipe(
        count,
        v.description("Likewise eligibleUsers: what it is larger by are those who were taken out by an answer."),
      ),
      adoptionPercentBeforeAnswers: v.pipe(
        amount,
        v.description("adoptedUsersBeforeAnswers ÷ eligibleUsersBeforeAnswers."),
      ),
      /** Of the eligible accounts, those in which somebody has adopted it. */
      adoptedAccounts: v.pipe(count, v.description("Eligible accounts in which somebody has adopted it.")),
      eligibleAccounts: v.pipe(
        count,
        v.description(
          "Accounts that have not left and in which somebody can be expected to use it: not where it is relevant to none of those who are known there.",
        ),
      ),
      notAdoptedAccounts: v.pipe(
        count,
        v.description("Eligible accounts in which nobody has adopted it; they open with how long they could have."),
      ),
      accountAdoptionPercent: v.pipe(amount, v.description("adoptedAccounts ÷ eligibleAccounts.")),
      /** Over the period before; null: not all of its days are known. */
      engagementBefore: v.pipe(amount, v.description("Over the period before; null: not all of its days are known.")),
      /** By how much it has changed since, 0.25: a quarter more. Null: not known, or from nothing. */
      engagementChange: v.pipe(amount, v.description("0.25: a quarter more; null: not known, or from nothing.")),
      activeMsBefore: amount,
      activeMsChange: amount,
      /**
       * How fast it is, to 5 %: what 75 % of the document loads that used it didn't exceed; layout shift × 1000. Null:
       * nobody measured it, or the reply is about some accounts only, which the measure doesn't tell apart.
       */
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
