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
      : step?.[""]?.find((end) =>
          (end.slice(1) as [name: string, value: string][]).every(([name, value]) =>
            new URLSearchParams(query).getAll(name).some((given) => !value || given === value),
          ),
        )?.[0]) ?? walk("*", hashAt < 0 ? steps.length : hashAt)
  );
};

/**
 * A path's segments from the first that matters, as steps, and its query. Each step has its slash and is decoded, as browsers
 * escape what people write plainly. Empty segments don't matter.
 */
const read = (address = "", first = 0) => {
  const path = address.split("?")[0] ?? "";
  return {
    steps: path
      .split("/")
      .slice(first)
      .flatMap((segment) => (segment ? `/${guard(() => decodeURIComponent(segment)) ?? segment}` : [])),
    search: address.slice(path.length + 1),
  };
};

/**
 * Finds the feature that claims an address, in about as many steps as it has segments, whatever the number of rules. A hash
 * is a route if it begins with a slash, `#/inbox?tab=1` or `#!/inbox`; other hashes are anchors. Without regular expressions,
 * which browsers compile to more memory than all of this.
 * @returns undefined where no rule does.
 */
export const resolveRule = (root: RuleStep, href: string): string | undefined => {
  const parts = href.split("#");
  const hash = parts[1] ?? "";
  const route = hash[0] === "!" ? hash.slice(1) : hash;
  // Scheme, nothing, host.
  const page = read(parts[0], 3);
  const { steps, search } = read(route);
  const asked = `${page.search}&${search}`;
  return (route[0] === "/" && find(root, [...page.steps, "#", ...steps], asked)) || find(root, page.steps, asked);
};
