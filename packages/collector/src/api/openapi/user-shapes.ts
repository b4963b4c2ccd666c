import * as v from "valibot";
import { HAPPINESS_LEVELS } from "../../domain/health/happiness.ts";
import { PRESENCE_CLASSES } from "../../domain/usage/login-class.ts";
import { head, total } from "./head-shape.ts";
import { addresses } from "./number-shapes.ts";
import { adoption, attributes, use, userHealth } from "./row-shapes.ts";
import { flag, text, time } from "./shapes.ts";

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
