import { isId } from "@uptake/tracker/protocol";
import * as v from "valibot";

/** What the schemas of a definitions file are put together from. Messages complete the sentence "<path> …". */

const MAX_NAME_LENGTH = 200;

export const id = v.custom<string>(isId, "is no id: give 1 to 128 characters, none of them a control character");

export const name = v.pipe(
  v.string("needs a name in quotes"),
  v.trim(),
  v.nonEmpty("needs a name that is not empty"),
  v.maxLength(MAX_NAME_LENGTH, `may have ${MAX_NAME_LENGTH} characters at most`),
);

export const text = v.pipe(
  v.string("must be a text in quotes"),
  v.nonEmpty("must not be empty"),
  v.maxLength(MAX_NAME_LENGTH, `may have ${MAX_NAME_LENGTH} characters at most`),
);

export const yesOrNo = v.boolean("must be true or false");

export const finite = v.pipe(v.number("must be a number"), v.finite("must be finite"));

export const atLeast = (minimum: number) => v.pipe(finite, v.minValue(minimum, `must not be less than ${minimum}`));

export const between = (minimum: number, maximum: number) =>
  v.pipe(atLeast(minimum), v.maxValue(maximum, `must not be more than ${maximum}`));

export const percent = between(0, 100);

export const wholeNumber = (minimum: number) => v.pipe(atLeast(minimum), v.safeInteger("must be a whole number"));

export const oneOf = <const Options extends readonly string[]>(options: Options) =>
  v.picklist(options, `must be one of ${options.map((option) => `"${option}"`).join(", ")}`);

/** Refuses what it doesn't know: a misspelt field would do nothing, silently. */
export const object = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.strictObject(entries, (issue) => {
    if (issue.expected === "never") return "is not part of the definitions: remove it, or mind the spelling";
    return issue.path ? "is missing" : "must be an object";
  });

export const named = <Value extends v.GenericSchema>(value: Value) => v.record(id, value, "must be an object");

/** A list with at least one entry, none of them twice. */
export const distinctList = <Value extends v.GenericSchema>(value: Value, what: string) =>
  v.pipe(
    v.array(value, `must be a list of ${what}`),
    v.nonEmpty(`needs at least one of the ${what}, or to be left out`),
    v.check((list) => new Set(list).size === list.length, "names the same twice"),
  );
