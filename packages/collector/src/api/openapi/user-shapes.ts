import * as v from "valibot";
import { HAPPINESS_LEVELS } from "../../domain/health/happiness.ts";
import { PRESENCE_CLASSES } from "../../domain/usage/login-class.ts";
import { head, total } from "./head-shape.ts";
import { addresses } from "./number-shapes.ts";
import { adoption, attributes, use, userHealth } from "./row-shapes.ts";
import { count, flag, text, time } from "./shapes.ts";
import { amount } from "./tile-shape.ts";

/** One person in a list. */
export const userRow = v.object({
  user: text,
  /** The id where the roster has no name. */
  name: text,
  role: v.nullable(text),
  accounts: v.array(text),
  /** False: seen, not in the roster. */
  inRoster: flag,
  createdAt: v.nullable(time),
  /** From that day on they are no contact; null: as far as the host has said they are there. */
  leftAt: v.nullable(time),
  attributes,
  ...use,
  /** How regularly they come; each person is in one class. */
  loginClass: v.picklist(PRESENCE_CLASSES),
  ...adoption,
  featuresUsed: v.pipe(
    v.nullable(count),
    v.description("Distinct ones with at least one active minute on one of the last 14 closed days; null: no data."),
  ),
  modulesUsed: v.pipe(v.nullable(count), v.description("Likewise; null: no data.")),
  depthMs: v.pipe(
    amount,
    v.description(
      "The median active time of a day on which they were seen, of the last 28 closed days; null: of none.",
    ),
  ),
  frequencyPercent: v.pipe(
    amount,
    v.description("On which share of the last 28 closed days they were there; null: they were never seen."),
  ),
  /** By their latest answer that still counts; null: none. */
  happiness: v.nullable(v.picklist(HAPPINESS_LEVELS)),
  ...userHealth,
  lastTouchpointAt: v.nullable(time),
  /** Ids, in the order of the definitions. */
  segments: v.array(text),
});

export const usersReply = v.object({
  ...head,
  addresses,
  total,
  rows: v.array(userRow),
});
