import type { CompiledDefinitions } from "../../domain/compile-definitions.ts";
import type { WorkspaceDay } from "../../domain/day.ts";
import type { LatelyRule } from "../../store/assets-question.ts";

/** What questions about assets carry where the definitions say of a type that its assets also have to run to be active. */
export function latelyRule(
  { assetTypes }: Pick<CompiledDefinitions, "assetTypes">,
  day: WorkspaceDay,
): { readonly lately?: LatelyRule } {
  const ruled = [...assetTypes].flatMap(([type, { activeWithinDays }]) =>
    activeWithinDays === undefined ? [] : [[type, activeWithinDays] as const],
  );
  return ruled.length === 0 ? {} : { lately: { day, withinDays: Object.fromEntries(ruled) } };
}
