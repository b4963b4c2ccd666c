/**
 * URL rules as a tree that a tracker walks. A key is a literal segment with its slash, `:` for one segment of any kind, `*`
 * for any rest, `#` for the beginning of a hash route; under the empty key stand the rules that end here, those that ask
 * for more of the query first.
 */
export interface RuleStep {
  readonly [segment: string]: RuleStep | readonly RuleEnd[] | undefined;
  readonly ""?: readonly RuleEnd[];
}

/** A feature, and what the query must have: a name, and a value where it must be that one. */
export type RuleEnd = readonly [feature: string, ...query: readonly (readonly [name: string, value: string])[]];

/** A feature's rules as people write them. */
export interface FeatureRules {
  readonly feature: string;
  /**
   * URL patterns: a path (`/contacts/:id`, `/reports/*`), optionally with a hash route (`/app#/inbox/:id`; `#/inbox`
   * alone matches on any path), either with a query (`/app?view=calendar`; an empty value stands for any). `:name` stands
   * for one segment, a last `*` for any rest, also an empty one.
   */
  readonly urls: readonly string[];
}

/** A step while it is made. */
type OpenStep = { [segment: string]: OpenStep | RuleEnd[] };

const segmentsOf = (path: string): string[] =>
  path
    .split("/")
    .filter((segment) => segment !== "")
    .map((segment, index, all) => {
      if (segment === "*" && index === all.length - 1) return "*";
      return segment.startsWith(":") ? ":" : `/${decoded(segment)}`;
    });

/** Browsers escape what people write plainly, so both sides are compared decoded. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/**
 * Compiles URL patterns, as {@link FeatureRules} describes them, for trackers to walk.
 *
 * The most specific rule wins: one with a hash route before one without; then from left to right a literal segment
 * before `:name` before a last `*` (a hash route without a path stands on any); then the one with more of a query. Of two
 * equal patterns the first defined wins.
 */
export function compileRules(features: readonly FeatureRules[]): RuleStep {
  const root: OpenStep = {};
  for (const { feature, urls } of features) {
    for (const url of urls) {
      const [, path = "", search = "", route, query = ""] =
        /^([^?#]*)\??([^#]*)(?:#!?(\/[^?]*)\??(.*))?/.exec(url) ?? [];
      const keys = url.startsWith("#") ? ["*"] : segmentsOf(path);
      let step = root;
      for (const key of route === undefined ? keys : [...keys, "#", ...segmentsOf(route)])
        step = (step[key] ??= {}) as OpenStep;
      const ends = (step[""] ??= []) as RuleEnd[];
      ends.push([feature, ...new URLSearchParams(`${search}&${query}`)]);
      ends.sort((one, other) => other.length - one.length);
    }
  }
  return root as RuleStep;
}
