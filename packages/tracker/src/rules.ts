import { guard } from "./edges.ts";
import type { PublicFeature } from "./protocol/index.ts";

/** Finds the feature that claims a place. @returns undefined where no rule does. */
export type Rules = (location: { readonly pathname: string; readonly hash: string }) => string | undefined;

/** A compiled path: a null segment stands for any. */
interface Pattern {
  readonly segments: readonly (string | null)[];
  /** Whether it ends with `*`, which stands for any rest. */
  readonly isOpen: boolean;
  /** Of two patterns that match the same path, the one with the lower text is the more specific. */
  readonly rank: string;
}

/** Both sides are compared decoded: browsers escape what people write plainly. */
const decode = (segment: string) => guard(() => decodeURIComponent(segment), segment);

/** Empty segments don't matter, so a trailing slash doesn't either. */
const segmentsOf = (path: string) => path.split("/").filter(Boolean);

/** The route inside a hash, `#/inbox/7?tab=1` or `#!/inbox/7`; other hashes are anchors. */
const hashRoute = (hash: string) => /^#!?(\/[^?]*)/.exec(hash)?.[1];

function compile(path: string): Pattern {
  const segments = segmentsOf(path);
  const isOpen = segments.at(-1) === "*";
  if (isOpen) segments.pop();
  const compiled = segments.map((segment) => (segment.startsWith(":") ? null : decode(segment)));
  return {
    segments: compiled,
    isOpen,
    rank: compiled.map((segment) => (segment === null ? 1 : 0)).join("") + (isOpen ? 2 : 0),
  };
}

const matches = ({ segments, isOpen }: Pattern, path: readonly string[]) =>
  (isOpen ? path.length >= segments.length : path.length === segments.length) &&
  segments.every((segment, index) => segment === null || segment === path[index]);

/**
 * Compiles the URL rules of the definitions, the most specific first: a path with a hash route, then a hash route alone,
 * then a path; within each, from left to right, a literal segment before `:name` before a last `*`. Of two equal patterns
 * the first defined wins.
 */
export function compileRules(features: readonly PublicFeature[]): Rules {
  const rules = features.flatMap(({ feature, urls }) =>
    urls.map((url) => {
      const [path = "", ...hash] = url.split("#");
      const route = hashRoute(`#${hash.join("#")}`);
      const inHash = route === undefined ? undefined : compile(route);
      const inPath = inHash && path === "" ? undefined : compile(path);
      const kind = inHash ? (inPath ? 0 : 1) : 2;
      return { feature, inPath, inHash, rank: `${kind}${inPath?.rank ?? ""}${inHash?.rank ?? ""}` };
    }),
  );
  rules.sort((one, other) => one.rank.localeCompare(other.rank));
  return ({ pathname, hash }) => {
    const path = segmentsOf(pathname).map(decode);
    const route = hashRoute(hash);
    const routePath = route === undefined ? undefined : segmentsOf(route).map(decode);
    return rules.find(
      ({ inPath, inHash }) =>
        (!inPath || matches(inPath, path)) && (!inHash || (routePath && matches(inHash, routePath))),
    )?.feature;
  };
}
