import * as v from "valibot";
import { HAPPINESS_LEVELS } from "../../domain/health/happiness.ts";
import { TOUCHPOINT_KINDS } from "../../store/pushed.ts";
import { head, total } from "./head-shape.ts";
import { count, text, time } from "./shapes.ts";

/** Contacts with accounts and their people, and what these answered when they were asked how likely they are to recommend it. */

export const touchpoint = v.object({
  id: text,
  account: text,
  user: v.pipe(v.nullable(text), v.description("null: the account as a whole.")),
  kind: v.picklist(TOUCHPOINT_KINDS),
  at: time,
  by: v.nullable(text),
  note: v.nullable(text),
});

export const response = v.object({
  id: text,
  account: text,
  user: text,
  score: count,
  happiness: v.picklist(HAPPINESS_LEVELS),
  at: time,
  comment: v.nullable(text),
});

export const touchpointsReply = v.object({
  ...head,
  total,
  rows: v.array(v.object({ ...touchpoint.entries, accountName: text, userName: v.nullable(text) })),
});

export const responsesReply = v.object({
  ...head,
  total,
  rows: v.array(v.object({ ...response.entries, accountName: text, userName: text })),
});
