import type { TargetStatus } from "../../domain/modules/module-status.ts";
import { readWords } from "./parameters.ts";

/** Where a module can be beside its target; `none`: it has no target, or isn't measured. */
export const TARGET_STATUSES = ["on", "near", "off", "none"] as const;

/** Statuses that are asked for; null: any. */
export type AskedTargetStatuses = readonly (typeof TARGET_STATUSES)[number][] | null;

/**
 * Reads `?targetStatus=`.
 * @throws HttpProblem `invalid-parameter`.
 */
export function readTargetStatuses(parameters: URLSearchParams): AskedTargetStatuses {
  return readWords(parameters, "targetStatus", TARGET_STATUSES);
}

/** Whether a row has one of the statuses that are asked for. */
export function hasTargetStatus(
  { targetStatus }: { readonly targetStatus: TargetStatus["status"] | null },
  asked: AskedTargetStatuses,
): boolean {
  return asked === null || asked.includes(targetStatus ?? "none");
}
