import * as v from "valibot";
import { count, text } from "./shapes.ts";

/** What the push API answers. */

export const pushReply = v.object({
  accepted: count,
  rejected: v.array(v.object({ line: v.pipe(count, v.description("Lines count from 1.")), reason: text })),
});

export const segmentReply = v.object({
  ...pushReply.entries,
  ignored: v.pipe(count, v.description("Messages of sorts that say nothing here: page, screen, alias.")),
});
