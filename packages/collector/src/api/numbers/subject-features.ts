import type { Reading } from "../reading/reading.ts";
import type { Subject } from "./number.ts";

/** The features that a subject is about: the one that it names, or those of its module. Null: all, defined or not. */
export function subjectFeatures(
  { feature, module }: Subject,
  { definitions }: Pick<Reading, "definitions">,
): ReadonlySet<string> | null {
  if (feature !== undefined) return new Set([feature]);
  if (module !== undefined) return new Set(definitions.modules.get(module)?.features);
  return null;
}
