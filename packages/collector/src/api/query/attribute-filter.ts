import { groupBy } from "../../domain/group-by.ts";
import type { Attributes } from "../../store/pushed.ts";
import { invalidParameter, readTexts } from "./parameters.ts";

/** A longer name and value can't be pushed. */
const MAX_PAIR_LENGTH = 700;

/** What an attribute, of those that the host tells, has to be. */
export interface AttributeFilter {
  readonly name: string;
  /** Any of these, as text; an empty one: nobody has told it. */
  readonly values: readonly string[];
}

/**
 * Reads `?attribute=country:IN&attribute=country:DE&attribute=tier:1`: of the same attribute any of the values, of several
 * attributes each. What comes before the first colon is the name.
 * @returns null where there is none. @throws HttpProblem `invalid-parameter`.
 */
export function readAttributes(parameters: URLSearchParams, parameter: string): readonly AttributeFilter[] | null {
  const texts = readTexts(parameters, parameter, MAX_PAIR_LENGTH);
  if (texts === null) return null;
  const pairs = texts.map((text) => {
    const colon = text.indexOf(":");
    if (colon > 0) return { name: text.slice(0, colon), value: text.slice(colon + 1) };
    throw invalidParameter(parameter, text, "a name and a value with a colon between them, such as country:IN");
  });
  const byName = groupBy(pairs, ({ name }) => name);
  return [...byName].map(([name, own]) => ({ name, values: own.map(({ value }) => value) }));
}

/** Whether somebody has all of them. */
export function hasAttributes(attributes: Attributes, filters: readonly AttributeFilter[]): boolean {
  return filters.every(({ name, values }) => values.includes(attributeText(attributes, name)));
}

/** An attribute as filters compare it; empty: nobody has told it. */
function attributeText(attributes: Attributes, name: string): string {
  return Object.hasOwn(attributes, name) ? String(attributes[name]) : "";
}
