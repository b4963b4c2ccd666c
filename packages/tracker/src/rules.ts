import { guard } from "./edges.ts";
import type { PublicFeature } from "./protocol/index.ts";

/** Finds the feature that claims a place. @returns undefined where no rule does. */
export type Rules = (location: { readonly pathname: string; readonly hash: string }) => string | undefined;

/** One step of the compiled rules. A pattern is a way from the root; what it claims hangs at its end. */
interface Step {
  readonly literals: Map<string, Step>;
  parameter?: Step;
  /** The end of a pattern with a last `*`. */
  rest?: Step;
  feature?: string;
  /** Rules for the hash route, for places that reach this step. */
  hash?: Step;
}

const createStep = (): Step => ({ literals: new Map() });

/** Both sides are compared decoded: browsers escape what people write plainly. */
const decode = (segment: string) => guard(() => decodeURIComponent(segment), segment);

/** Empty segments don't matter, so a trailing slash doesn't either. */
const segmentsOf = (path: string) => path.split("/").filter(Boolean);

/** The route inside a hash, `#/inbox/7?tab=1` or `#!/inbox/7`; other hashes are anchors. */
const hashRoute = (hash: string) => /^#!?(\/[^?]*)/.exec(hash)?.[1];

function add(root: Step, path: string): Step {
  const segments = segmentsOf(path);
  let step = root;
  segments.forEach((segment, index) => {
    if (segment === "*" && index === segments.length - 1) step = step.rest ??= createStep();
    else if (segment.startsWith(":")) step = step.parameter ??= createStep();
    else {
      const literal = decode(segment);
      const next = step.literals.get(literal) ?? createStep();
      step.literals.set(literal, next);
      step = next;
    }
  });
  return step;
}

/** Walks literal before parameter before rest, and takes the first end that `accept` finds something at. */
function find(
  step: Step | undefined,
  segments: readonly string[],
  accept: (end: Step) => string | undefined,
  index = 0,
): string | undefined {
  if (step === undefined) return undefined;
  const segment = segments[index];
  const found =
    segment === undefined
      ? accept(step)
      : (find(step.literals.get(segment), segments, accept, index + 1) ??
        find(step.parameter, segments, accept, index + 1));
  return found ?? (step.rest && accept(step.rest));
}

/**
 * Compiles the URL rules of the definitions into a tree, so that a place is resolved in about as many steps as it has
 * segments, whatever the number of rules.
 *
 * The most specific rule wins: a path with a hash route, then a hash route alone, then a path; within each, from left
 * to right, a literal segment before `:name` before a last `*`. Of two equal patterns the first defined wins.
 */
export function compileRules(features: readonly PublicFeature[]): Rules {
  const paths = createStep();
  const anywhere = createStep();
  for (const { feature, urls } of features) {
    for (const url of urls) {
      const [path = "", ...hash] = url.split("#");
      const route = hashRoute(`#${hash.join("#")}`);
      let end = path === "" && route !== undefined ? anywhere : add(paths, path);
      if (route !== undefined) end = add((end.hash ??= createStep()), route);
      end.feature ??= feature;
    }
  }
  const claimed = (end: Step) => end.feature;
  return ({ pathname, hash }) => {
    const segments = segmentsOf(pathname).map(decode);
    const route = hashRoute(hash);
    if (route !== undefined) {
      const inHash = (end: Step) => find(end.hash, segmentsOf(route).map(decode), claimed);
      const found = find(paths, segments, inHash) ?? inHash(anywhere);
      if (found !== undefined) return found;
    }
    return find(paths, segments, claimed);
  };
}
