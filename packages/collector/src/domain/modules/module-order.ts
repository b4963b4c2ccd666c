import type { TargetStatus } from "./module-status.ts";

/** What modules are ordered by; without a target, or not measured: null. */
export interface Gap {
  readonly target: Pick<TargetStatus, "gapPoints" | "gapUsers"> | null;
}

/**
 * Orders modules by how many people are missing to their targets (the gap × the seats), most first: where enablement does
 * most, which the article on modules gives to "the modules with the biggest gap to target". Of as many people the wider gap in
 * points comes first. Those without a target come last; equals keep their order.
 */
export function byPeopleMissing<Module extends Gap>(modules: readonly Module[]): readonly Module[] {
  return [...modules].sort(
    (one, other) => gapOf(other, "gapUsers") - gapOf(one, "gapUsers") || comparePoints(one, other),
  );
}

function comparePoints(one: Gap, other: Gap): number {
  return gapOf(other, "gapPoints") - gapOf(one, "gapPoints");
}

function gapOf({ target }: Gap, by: "gapPoints" | "gapUsers"): number {
  return target === null ? -1 : target[by];
}
