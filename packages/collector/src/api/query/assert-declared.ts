import { HttpProblem } from "../../http/problem.ts";
import type { QueryParameter } from "../openapi/operations/operation.ts";
import { meantBy } from "./meant-by.ts";
import { invalidParameter } from "./parameters.ts";

/** Why addresses don't have a parameter that many others have. */
const WHY_NOT: ReadonlyMap<string, string> = new Map([
  [
    "userSegment",
    "It is for what people did; what this address tells is of whole accounts, such as licences, snapshots and assets, or of one person.",
  ],
]);

const MAX_SHOWN = 80;

/**
 * Refuses what a request asks and its operation doesn't declare: a filter that is misspelt would else leave everything in.
 * So would one without a value, unless that means something, and of two values where one is meant nobody knows which.
 * @param declared the parameters of the operation, which are all that its door reads.
 * @throws HttpProblem `invalid-parameter`, naming the parameter, its value, and those that there are.
 */
export function assertDeclared(parameters: URLSearchParams, declared: readonly QueryParameter[]): void {
  const names = declared.map(({ name }) => name).toSorted();
  for (const [name, value] of parameters) {
    const parameter = declared.find((one) => one.name === name);
    if (parameter === undefined) throw unknownParameter(name, value, names);
    if (value === "" && parameter.mayBeEmpty !== true)
      throw invalidParameter(name, value, `${allowedBy(parameter)}, or no ${name} at all`);
    const [, second] = parameter.repeats === true ? [] : parameters.getAll(name);
    if (second !== undefined)
      throw invalidParameter(name, value, `one value; there is "${second.slice(0, MAX_SHOWN)}" too`);
  }
}

/** What a parameter's values may be, as far as its schema says it. */
function allowedBy({ schema }: QueryParameter): string {
  const { enum: words, type, format } = schema as { enum?: readonly string[]; type?: string; format?: string };
  if (words !== undefined) return words.join(", ");
  if (type === "boolean") return "true, false";
  if (type === "integer") return "a whole number";
  return format === "date" ? "an ISO date such as 2026-11-01" : "a text";
}

function unknownParameter(name: string, value: string, known: readonly string[]): HttpProblem {
  const meant = meantBy(name, known);
  const why = WHY_NOT.get(name);
  const sentences = [
    `${name.slice(0, MAX_SHOWN)} is "${value.slice(0, MAX_SHOWN)}", and no parameter of this address.`,
    ...(why === undefined ? [] : [why]),
    ...(meant === null ? [] : [`Did you mean ${meant}?`]),
    `Allowed: ${known.length === 0 ? "no parameters" : known.join(", ")}.`,
  ];
  return new HttpProblem("invalid-parameter", sentences.join(" "));
}
