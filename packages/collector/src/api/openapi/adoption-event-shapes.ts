import * as v from "valibot";
import { head, total } from "./head-shape.ts";
import { addresses } from "./number-shapes.ts";
import { count, lengthMs, text, time } from "./shapes.ts";
import { date } from "./tile-shape.ts";

/** What `GET /v1/adoptions` and `GET /v1/lapses` answer. */

const who = { user: text, name: text, account: text, accountName: text, feature: text, featureName: text };

export const adoptionsReply = v.object({
  ...head,
  total,
  rows: v.array(
    v.object({
      event: v.pipe(text, v.description("The same for ever, so that nobody acts on it twice.")),
      ...who,
      day: v.pipe(date, v.description("On which the threshold was reached.")),
      adoptedAt: v.pipe(time, v.description("The start of the slot in which the threshold was reached.")),
      epoch: v.pipe(count, v.description("How often the member had been taken out of the stage before.")),
      foundAt: v.pipe(time, v.description("When it was found out, which is later where use came late.")),
      definitionVersion: v.pipe(count, v.description("Whose threshold it was.")),
    }),
  ),
});

export const lapsesReply = v.object({
  ...head,
  before: v.pipe(v.object({ from: date, to: date }), v.description("The days in which they used it.")),
  since: v.pipe(v.object({ from: date, to: date }), v.description("The days in which they didn't.")),
  addresses,
  total,
  rows: v.array(
    v.object({
      ...who,
      stage: v.picklist(["tried", "adopted"]),
      activeMs: v.pipe(lengthMs, v.description("In the days before.")),
      visits: v.pipe(count, v.description("In the days before.")),
      lastActiveDay: date,
    }),
  ),
});
