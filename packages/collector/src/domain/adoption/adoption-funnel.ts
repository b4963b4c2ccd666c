import type { WorkspaceDay } from "../day.ts";

/** What the funnel looks at: one member and one feature. */
export interface FunnelCase {
  /** Whether the member was shown a way to the feature; null: nothing tells. Whoever used it was. */
  readonly exposed: boolean | null;
  /** Day of the first visit or active time; null: never. */
  readonly firstUsedDay: WorkspaceDay | null;
  /** null: not adopted. */
  readonly adoptedDay: WorkspaceDay | null;
  /** The last day with a use after `adoptedDay`, within {@link RETAINED_DAYS} of it; null: none. */
  readonly usedAgainDay: WorkspaceDay | null;
}

/** How far members get with a feature. Each number is a part of the one before. */
export interface AdoptionFunnel {
  readonly exposed: number;
  /** First visit. */
  readonly activated: number;
  readonly adopted: number;
  /** Used again, on another day within 14 days after adoption. */
  readonly retained: number;
  /** Adopted too lately for a verdict: no use again yet, and the 14 days aren't over. */
  readonly retentionOpen: number;
}

/** After adoption. */
export const RETAINED_DAYS = 14;

/** The four stages exposed → activated → adopted → used again, after Userpilot's method. */
export function adoptionFunnel(cases: readonly FunnelCase[], today: WorkspaceDay): AdoptionFunnel {
  const adopted = cases.flatMap(({ adoptedDay, usedAgainDay }) =>
    adoptedDay === null ? [] : [{ adoptedDay, retained: isRetained(adoptedDay, usedAgainDay) }],
  );
  const activated = cases.filter(isActivated);
  return {
    exposed: cases.filter((one) => one.exposed === true || isActivated(one)).length,
    activated: activated.length,
    adopted: adopted.length,
    retained: adopted.filter(({ retained }) => retained).length,
    retentionOpen: adopted.filter(({ retained, adoptedDay }) => !retained && today <= adoptedDay + RETAINED_DAYS)
      .length,
  };
}

function isActivated({ firstUsedDay, adoptedDay }: FunnelCase): boolean {
  return firstUsedDay !== null || adoptedDay !== null;
}

function isRetained(adoptedDay: WorkspaceDay, usedAgainDay: WorkspaceDay | null): boolean {
  return usedAgainDay !== null && usedAgainDay > adoptedDay && usedAgainDay <= adoptedDay + RETAINED_DAYS;
}
