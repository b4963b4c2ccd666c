import * as v from "valibot";

/** What a field may be, by what it was found not to be. */
const ALLOWED: Readonly<Record<string, (requirement: unknown) => string>> = {
  number: () => "a number",
  integer: () => "a whole number",
  min_value: (requirement) => `${String(requirement)} or more`,
  max_value: (requirement) => `${String(requirement)} at most`,
  boolean: () => "true, false",
  string: () => "a text",
  // The only one of a text's own rules.
  regex: () => "a text that isn't blank",
  array: () => "a list",
  min_length: (requirement) => `${String(requirement)} at least`,
  max_length: (requirement) => `${String(requirement)} at most`,
  strict_object: () => "an object",
  custom: () =>
    "an id of 1 to 128 characters, none of them a control character, and not constructor, prototype or __proto__",
};

const MAX_SHOWN = 80;

/** Why a body doesn't hold, in a sentence: the field, what it is, and what it may be. */
export function wrongBody(issue: v.BaseIssue<unknown>): string {
  const field = v.getDotPath(issue) ?? "The body";
  if (issue.expected === "never") return `${field}: it is no field of this request.`;
  if (issue.received === "undefined") return `${field}: it is missing.`;
  const isLength = issue.type === "min_length" || issue.type === "max_length";
  const found = `${isLength ? "its length is" : "it is"} ${issue.received.slice(0, MAX_SHOWN)}`;
  const allowed = ALLOWED[issue.type]?.(issue.requirement);
  return `${field}: ${found}. ${allowed === undefined ? issue.message : `Allowed: ${allowed}`}.`;
}
