import type { Definitions } from "./definitions.ts";

const union = (keys: readonly string[]): string =>
  keys.length === 0 ? " never" : keys.map((key) => `\n      | ${JSON.stringify(key)}`).join("");

/**
 * The keys of features and the names of actions as a declaration, for an app that can't see the definitions themselves: its
 * tracker then takes no others.
 * @returns the text of a `.d.ts` file.
 */
export function declareWords({ features, actions = {} }: Pick<Definitions, "features" | "actions">): string {
  return `import "@uptake/tracker";

declare module "@uptake/tracker" {
  interface Register {
    feature:${union(Object.keys(features))};
    action:${union(Object.keys(actions))};
  }
}
`;
}
