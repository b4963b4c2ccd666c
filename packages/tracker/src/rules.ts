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

/**
 * The steps and the query of a place or a rule. A hash is a route if it begins with a slash, `#/inbox?tab=1` or `#!/inbox`;
 * other hashes are anchors. Both sides are compared decoded, since browsers escape what people write plainly. Empty segments
 * don't matter.
 */
const parse = (url: string): readonly [path: string[], query: string, route: string[] | false] => {
  const [, path, search, route, query] = /^([^?#]*)\??([^#]*)(?:#!?(\/[^?]*)\??(.*))?/.exec(url) as string[];
  const split = (text: string | undefined) =>
    (text ?? "")
      .split("/")
      .flatMap((segment) => (segment ? (guard(() => decodeURIComponent(segment)) ?? segment) : []));
  return [split(path), `${search}&${query ?? ""}`, !!route && [HASH, ...split(route)]];
};

/** Walks literal before parameter before rest, and takes the first end whose query is there. */
const find = (step: Step | undefined, steps: readonly string[], query: string, at = 0): string | undefined => {
  const walk = (key: string, to: number) => step && find(step.next.get(key), steps, query, to);
  const key = steps[at];
  const hashAt = steps.indexOf(HASH, at);
  const found =
    key === undefined
      ? step?.ends.find(([, asked]) =>
          asked.every(([name, value]) => {
            const values = new URLSearchParams(query).getAll(name);
            return value ? values.includes(value) : values[0] !== undefined;
          }),
        )?.[0]
      : (walk(key, at + 1) ?? (key === HASH ? undefined : walk(PARAMETER, at + 1)));
  return found ?? walk(REST, hashAt < 0 ? steps.length : hashAt);
};

/**
 * Compiles the URL rules of the definitions into a tree, so that a place is resolved in about as many steps as it has
 * segments, whatever the number of rules.
 *
 * The most specific rule wins: one with a hash route before one without; then from left to right a literal segment
 * before `:name` before a last `*` (a hash route without a path stands on any); then the one with more of a query. Of two
 * equal patterns the first defined wins.
 */
export const compileRules = (features: readonly PublicFeature[]): Rules => {
  const root = createStep();
  const keyOf = (segment: string, index: number, all: readonly string[]) =>
    segment === "*" && !all[index + 1] ? REST : segment[0] === ":" ? PARAMETER : segment;
  for (const { feature, urls } of features)
    for (const url of urls) {
      const [path, query, route] = parse(url);
      let step = root;
      for (const key of [...(url[0] === "#" ? [REST] : path.map(keyOf)), ...(route || []).map(keyOf)]) {
        const next = step.next.get(key) ?? createStep();
        step.next.set(key, next);
        step = next;
      }
      step.ends.push([feature, query[1] ? [...new URLSearchParams(query)] : []]);
      step.ends.sort(([, one], [, other]) => other.length - one.length);
    }
  return ({ pathname, search, hash }) => {
    const [path, query, route] = parse(pathname + search + hash);
    return (route && find(root, [...path, ...route], query)) || find(root, path, query);
  };
};
