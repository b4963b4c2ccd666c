import { guard } from "./edges.ts";
import type { PublicFeature } from "./protocol/index.ts";

/** Finds the feature that claims a place. @returns undefined where no rule does. */
export type Rules = (place: Pick<Location, "pathname" | "search" | "hash">) => string | undefined;

/** One step of the compiled rules: what may come next, and the rules that end here with the queries that they ask for. */
interface Step {
  readonly next: Map<string, Step>;
  readonly ends: (readonly [feature: string, query: readonly (readonly [name: string, value: string])[]])[];
}

/** No segment is one of these: they contain a slash. */
const PARAMETER = "/:";
const REST = "/*";
const HASH = "/#";

const createStep = (): Step => ({ next: new Map(), ends: [] });

/** Both sides are compared decoded: browsers escape what people write plainly. Empty segments don't matter. */
const segmentsOf = (path: string) =>
  path.split("/").flatMap((segment) => (segment ? (guard(() => decodeURIComponent(segment)) ?? segment) : []));

/** The route inside a hash, `#/inbox/7?tab=1` or `#!/inbox/7`, and its query; other hashes are anchors. */
const routeOf = (hash: string) => /^#!?(\/[^?]*)\??(.*)/.exec(hash) ?? [];

/** Walks literal before parameter before rest, and takes the first end whose query is there. */
function find(step: Step | undefined, segments: readonly string[], query: URLSearchParams, at = 0): string | undefined {
  const segment = segments[at];
  const walk = (key: string, to: number) => step && find(step.next.get(key), segments, query, to);
  const hashAt = segments.indexOf(HASH, at);
  const found =
    segment === undefined
      ? step?.ends.find(([, asked]) =>
          asked.every(([name, value]) => (value ? query.getAll(name).includes(value) : query.has(name))),
        )?.[0]
      : (walk(segment, at + 1) ?? (segment === HASH ? undefined : walk(PARAMETER, at + 1)));
  return found ?? walk(REST, hashAt < 0 ? segments.length : hashAt);
}

/**
 * Compiles the URL rules of the definitions into a tree, so that a place is resolved in about as many steps as it has
 * segments, whatever the number of rules.
 *
 * The most specific rule wins: one with a hash route before one without; then from left to right a literal segment
 * before `:name` before a last `*` (a hash route without a path stands on any); then the one with more of a query. Of two
 * equal patterns the first defined wins.
 */
export function compileRules(features: readonly PublicFeature[]): Rules {
  const root = createStep();
  const keysOf = (path: string) => {
    const segments = path.split("/").filter(Boolean);
    return segments.flatMap((segment, index) =>
      segment === "*" && !segments[index + 1] ? REST : segment[0] === ":" ? PARAMETER : segmentsOf(segment),
    );
  };
  for (const { feature, urls } of features) {
    for (const url of urls) {
      const [, path = "", search = "", hash = ""] = /^([^?#]*)\??([^#]*)(.*)/.exec(url) ?? [];
      const [, route, query = ""] = routeOf(hash);
      let step = root;
      for (const key of [...(path ? keysOf(path) : [REST]), ...(route ? [HASH, ...keysOf(route)] : [])]) {
        const next = step.next.get(key) ?? createStep();
        step.next.set(key, next);
        step = next;
      }
      step.ends.push([feature, [...new URLSearchParams(`${search}&${query}`)]]);
      step.ends.sort(([, one], [, other]) => other.length - one.length);
    }
  }
  return ({ pathname, search, hash }) => {
    const path = segmentsOf(pathname);
    const [, route, query = ""] = routeOf(hash);
    const asked = new URLSearchParams(`${search}&${query}`);
    return (route && find(root, [...path, HASH, ...segmentsOf(route)], asked)) ?? find(root, path, asked);
  };
}
