import { guard } from "./edges.ts";
import type { RuleStep } from "./protocol/index.ts";

/** Literal before parameter before rest; of the rules that end here the first whose query is there. */
const find = (step: RuleStep | undefined, steps: readonly string[], query: string, at = 0): string | undefined => {
  const key = steps[at];
  const hashAt = steps.indexOf("#", at);
  const walk = (by: string, to: number) => step && find(step[by] as RuleStep | undefined, steps, query, to);
  return (
    (key
      ? (walk(key, at + 1) ?? (key === "#" ? undefined : walk(":", at + 1)))
      : step?.[""]?.find(([, ...asked]) =>
          asked.every(([name, value]) =>
            new URLSearchParams(query).getAll(name).some((given) => !value || given === value),
          ),
        )?.[0]) ?? walk("*", hashAt < 0 ? steps.length : hashAt)
  );
};

/** Segments as steps: each with its slash, decoded, as browsers escape what people write plainly. Empty ones don't matter. */
const stepsOf = (segments: readonly string[]) =>
  segments.flatMap((segment) => (segment ? `/${guard(() => decodeURIComponent(segment)) ?? segment}` : []));

/**
 * Finds the feature that claims an address, in about as many steps as it has segments, whatever the number of rules. A hash
 * is a route if it begins with a slash, `#/inbox?tab=1` or `#!/inbox`; other hashes are anchors. Without regular expressions,
 * which browsers compile to more memory than all of this.
 * @returns undefined where no rule does.
 */
export const resolveRule = (root: RuleStep, href: string): string | undefined => {
  const [address = "", hash = ""] = href.split("#");
  const [path = "", ...search] = address.split("?");
  const [route = "", tab = ""] = (hash[0] === "!" ? hash.slice(1) : hash).split("?");
  const query = `${search.join("?")}&${tab}`;
  // Scheme, nothing, host.
  const steps = stepsOf(path.split("/").slice(3));
  return (
    (route[0] === "/" && find(root, [...steps, "#", ...stepsOf(route.split("/"))], query)) || find(root, steps, query)
  );
};
