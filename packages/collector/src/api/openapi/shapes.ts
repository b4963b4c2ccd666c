import { isId } from "@uptake/tracker/protocol";
import * as v from "valibot";

/** The small shapes that larger ones are made of. They describe what the collector takes and answers; doors judge by their own. */

export const id = v.pipe(
  v.custom<string>(isId),

  v.description(
    "An id that the host chose: 1 to 128 UTF-16 units, none of them a control character; not constructor, prototype or __proto__.",
  ),
);
export const text = v.string();
export const flag = v.boolean();
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const time = v.pipe(v.number(), v.integer(), v.description("Unix milliseconds."));
export const lengthMs = v.pipe(v.number(), v.integer(), v.minValue(0), v.description("Milliseconds."));
export const slot = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(0),
  v.description("A 15-minute interval of UTC: floor(epochMs / 900000)."),
);
export const idleLimit = v.picklist(["30s", "60s", "120s", "none"]);
export const activeMs = v.pipe(
  v.strictTuple([lengthMs, lengthMs, lengthMs, lengthMs]),
  v.description("Active time under the idle limits 30s, 60s, 120s and none; never decreasing from left to right."),
);
export const counts = v.record(v.string(), count);
