import { parseAccept } from "hono/utils/accept";
import { HttpProblem } from "./problem.ts";

/**
 * Refuses whoever can't take what an address answers. An `Accept` that is absent, or says nothing, takes everything.
 * @throws HttpProblem `not-acceptable`.
 */
export function assertAcceptable(accept: string | null, type: string): void {
  if (accept === null || qualityOf(type, accept) > 0) return;
  throw new HttpProblem("not-acceptable", `Accept is "${accept.slice(0, 80)}". This address answers ${type}.`);
}

/** What the most specific range says, as RFC 9110 section 12.5.1 asks; 0: the type is excluded. */
function qualityOf(type: string, accept: string): number {
  const ranges = new Map(parseAccept(accept).map((range) => [range.type.toLowerCase(), range.q]));
  if (ranges.size === 0) return 1;
  return ranges.get(type) ?? ranges.get(`${type.split("/", 1)[0]}/*`) ?? ranges.get("*/*") ?? 0;
}
