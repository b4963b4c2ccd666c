import { IDLE_LIMITS, isId } from "@uptake/tracker/protocol";
import * as v from "valibot";
import type { Definitions, MilestoneRule } from "./definitions.ts";
import { urlPatternProblem } from "./url-pattern.ts";

/** The shape of a definitions file. What refers to what is checked by `checkDefinitions`. */

const MAX_NAME_LENGTH = 200;
const MAX_DESCRIPTION_LENGTH = 1_000;

const id = v.custom<string>(isId, "is no id: give 1 to 128 characters, none of them a control character");
const name = v.pipe(
  v.string("needs a name in quotes"),
  v.trim(),
  v.nonEmpty("needs a name that is not empty"),
  v.maxLength(MAX_NAME_LENGTH, `may have ${MAX_NAME_LENGTH} characters at most`),
);
const atLeast = (minimum: number) =>
  v.pipe(
    v.number("must be a number"),
    v.finite("must be finite"),
    v.minValue(minimum, `must not be less than ${minimum}`),
  );
const wholeNumber = (minimum: number) => v.pipe(atLeast(minimum), v.safeInteger("must be a whole number"));
const oneOf = <const Options extends readonly string[]>(options: Options) =>
  v.picklist(options, `must be one of ${options.map((option) => `"${option}"`).join(", ")}`);
const object = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.strictObject(entries, (issue) => {
    if (issue.expected === "never") return "is not part of the definitions: remove it, or mind the spelling";
    return issue.path ? "is missing" : "must be an object";
  });
const named = <Value extends v.GenericSchema>(value: Value) => v.record(id, value, "must be an object");

const feature = object({
  name,
  kind: v.exactOptional(oneOf(["feature", "link"])),
  module: v.exactOptional(id),
  urls: v.exactOptional(
    v.array(
      v.pipe(
        v.string("must be a string"),
        v.check(
          (pattern) => urlPatternProblem(pattern) === null,
          ({ input }) => `is no URL pattern: ${urlPatternProblem(input)}`,
        ),
      ),
      "must be a list of URL patterns",
    ),
  ),
  attention: v.exactOptional(oneOf(["focus", "visible", "media"])),
  thresholdMs: v.exactOptional(wholeNumber(0)),
});

const module = object({
  name,
  description: v.exactOptional(v.pipe(v.string(), v.maxLength(MAX_DESCRIPTION_LENGTH))),
  targetPercent: v.exactOptional(v.pipe(atLeast(0), v.maxValue(100, "must not be more than 100"))),
});

const action = object({
  name,
  weight: v.exactOptional(atLeast(0)),
  source: v.exactOptional(oneOf(["browser", "server"])),
  feature: v.exactOptional(id),
});

const assetType = object({ name, feature: v.exactOptional(id) });

const parts = v.pipe(
  v.array(
    v.lazy(() => rule),
    "must be a list of rules",
  ),
  v.nonEmpty("needs at least one rule"),
);

const rule: v.GenericSchema<MilestoneRule> = v.variant(
  "kind",
  [
    object({ kind: v.literal("adopted"), feature: id }),
    object({ kind: v.literal("time"), feature: v.exactOptional(id), activeMs: wholeNumber(1) }),
    object({ kind: v.literal("action"), action: id, count: wholeNumber(1) }),
    object({
      kind: v.literal("assets"),
      type: id,
      count: wholeNumber(1),
      configured: v.exactOptional(v.boolean("must be true or false")),
    }),
    object({ kind: v.literal("all"), rules: parts }),
    object({ kind: v.literal("any"), rules: parts }),
  ],
  'needs a kind: "adopted", "time", "action", "assets", "all" or "any"',
);

const milestone = object({ name, scope: v.exactOptional(oneOf(["member", "account"])), rule });

/** Parses what a definitions file exports. Its issues' messages complete the sentence "<path> …". */
export const definitionsSchema: v.GenericSchema<unknown, Definitions> = object({
  idleLimit: v.exactOptional(oneOf(IDLE_LIMITS)),
  enabled: v.exactOptional(v.boolean("must be true or false")),
  vitals: v.exactOptional(v.boolean("must be true or false")),
  features: named(feature),
  modules: v.exactOptional(named(module)),
  actions: v.exactOptional(named(action)),
  assetTypes: v.exactOptional(named(assetType)),
  milestones: v.exactOptional(named(milestone)),
});
