import * as v from "valibot";
import { head, total } from "./head-shape.ts";
import { address, addresses } from "./number-shapes.ts";
import { count, flag, text, time } from "./shapes.ts";

/** What the doors about segments answer. */

const of = v.picklist(["account", "user"]);

export const segmentsReply = v.object({
  ...head,
  addresses,
  total,
  rows: v.array(
    v.object({
      segment: text,
      name: text,
      of,
      order: v.pipe(count, v.description("Its place in the definitions, from 0: the first that matches goes before.")),
      count: v.pipe(count, v.description("Who is in it, evaluated as of the last day.")),
    }),
  ),
});

export const segmentMembersReply = v.object({
  ...head,
  segment: v.object({ id: text, name: text, of }),
  totalAddress: v.pipe(
    v.nullable(address),
    v.description("Where the total opens; null: the list is searched, or has every stay."),
  ),
  total,
  rows: v.array(
    v.object({
      id: v.pipe(text, v.description("Of the account or user.")),
      name: text,
      isMember: v.pipe(flag, v.description("Evaluated as of the last day.")),
      joinedAt: v.pipe(v.nullable(time), v.description("When it was noticed; null: it wasn't yet.")),
      leftAt: v.nullable(time),
    }),
  ),
});
