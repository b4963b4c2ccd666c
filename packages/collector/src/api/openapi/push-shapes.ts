import * as v from "valibot";
import { count, text } from "./shapes.ts";

/** What the push API answers. */

const line = v.pipe(count, v.description("Lines count from 1."));
const outcome = { accepted: count, rejected: v.array(v.object({ line, reason: text })) };

const notDefined = v.pipe(
  v.exactOptional(
    v.array(
      v.object({
        field: v.pipe(text, v.description("module, type, feature or action; event in messages of Segment.")),
        id: text,
        line: v.pipe(line, v.description("The first that names it.")),
        lines: v.pipe(count, v.description("How many do.")),
      }),
    ),
  ),
  v.description(
    "What was taken and the definitions don't have, up to 20: it is kept until they do. Absent: they have everything, or nothing of its sort.",
  ),
);

export const pushReply = v.object({
  ...outcome,
  unknownFields: v.pipe(
    v.exactOptional(v.array(v.object({ line, fields: v.array(text) }))),
    v.description(
      "Fields that there aren't, of lines that were accepted without them and of others: up to 20 of a line. Absent: every field is known.",
    ),
  ),
  notDefined,
});

export const segmentReply = v.object({
  ...outcome,
  ignored: v.pipe(count, v.description("Messages of sorts that say nothing here: page, screen, alias.")),
  notDefined,
});
