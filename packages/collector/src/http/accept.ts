import { parseAccept } from "hono/utils/accept";
import { HttpProblem } from "./problem.ts";

/**
 * Refuses whoever can't take what an address answers. An `Accept` that is absent, or says nothing, takes everything.
 * @throws HttpProblem `not-acceptable`.
 */
export function assertAcceptable(accept: string | null, types: readonly string[]): void {
  if (preferredType(accept, types) !== null) return;
  throw new HttpProblem(
    "not-acceptable",
    `Accept is "${(accept ?? "").slice(0, 80)}". This address answers ${types.join(", ")}.`,
  );
}

/**
 * The type that a caller likes best, of several equals the first of ours; null: none will do.
 * @param accept the request's header; null: anything.
 */
export function preferredType<Type extends string>(accept: string | null, types: readonly Type[]): Type | null {
  const [best = null] = types
    .map((type) => ({ type, quality: accept === null ? 1 : qualityOf(type, accept) }))
    .filter(({ quality }) => quality > 0)
    .toSorted((one, other) => other.quality - one.quality);
  return best && best.type;
}

/** What the most specific range says, as RFC 9110 section 12.5.1 asks; 0: the type is excluded. */
function qualityOf(type: string, accept: string): number {
  const ranges = new Map(parseAccept(accept).map((range) => [range.type.toLowerCase(), range.q]));
  if (ranges.size === 0) return 1;
  return ranges.get(type) ?? ranges.get(`${type.split("/", 1)[0]}/*`) ?? ranges.get("*/*") ?? 0;
}
