import { OTHER_FEATURE, slotStartMs, type LivingState } from "@uptake/tracker/protocol";
import type { FeatureUse } from "../../domain/adoption/feature-use.ts";
import { livingState } from "../../domain/adoption/living-state.ts";
import { stageOf } from "../../domain/adoption/stage.ts";
import type { CompiledFeature } from "../../domain/compile-definitions.ts";
import type { WorkspaceDay } from "../../domain/day.ts";
import { readRemovedMembers } from "../../me/removed-members.ts";
import type { Reading } from "./reading.ts";
import { createTraceOf, memberSpans } from "./member-spans.ts";

/** What one member made of one feature, up to the reading's last day. */
export interface MemberUse extends FeatureUse {
  /** Of all time, under the workspace's idle limit. */
  readonly activeMs: number;
  /** Since the last removal from the stage. */
  readonly progressMs: number;
  readonly thresholdMs: number;
  readonly visits: number;
  readonly living: LivingState | null;
  /** Of the feature. */
  readonly definition: CompiledFeature;
  readonly firstDay: WorkspaceDay | null;
  readonly lastDay: WorkspaceDay | null;
  readonly activeDays: number;
}

/**
 * Every member's use of every defined feature that has been launched; what nobody used is not in it. Whoever has left is in no
 * stage any more.
 */
export function memberUses(reading: Reading): Promise<readonly MemberUse[]> {
  return reading.derive("memberUses", async () => {
    const { definitions } = reading;
    const { idleLimitIndex } = definitions;
    const untilSlot = reading.calendar.firstSlotOf(reading.lastDay + 1);
    const [rows, adoptions, left, removed] = await Promise.all([
      memberSpans(reading),
      adoptedAt(reading),
      reading.left(),
      readRemovedMembers(reading.scope, reading, definitions, { untilSlot }),
    ]);
    const traceOf = createTraceOf(reading);
    const gone = new Set(left.map(({ id }) => id));
    return rows.flatMap((row): MemberUse[] => {
      const { account = "", user = "", feature = "", visits } = row;
      const definition = definitions.features.get(feature);
      if (gone.has(user)) return [];
      if (definition === undefined || feature === OTHER_FEATURE || !isLaunched(reading, definition)) return [];
      const activeMs = row.activeMs[idleLimitIndex] ?? 0;
      const { span = null } = row;
      const trace = traceOf(row, definition.living);
      // Whoever was taken out of a stage has to get there anew, which the sum of all time doesn't tell.
      const setBack = removed(account, user)?.find((one) => one.feature === feature);
      const progressMs = setBack?.progressMs ?? activeMs;
      const stage = stageOf({ crossed: progressMs >= definition.thresholdMs, used: span !== null });
      const adoptedAtMs =
        setBack === undefined
          ? (adoptions.get(memberFeature(account, user, feature)) ?? null)
          : startOf(setBack.crossedSlot);
      return [
        {
          account,
          user,
          feature,
          activeMs,
          progressMs,
          thresholdMs: definition.thresholdMs,
          visits,
          stage,
          living: livingState(trace, reading.lastDay, definition.living),
          definition,
          adoptedAtMs: stage === "adopted" ? adoptedAtMs : null,
          trace,
          firstDay: span?.firstDay ?? null,
          lastDay: span?.lastDay ?? null,
          activeDays: span?.activeDays ?? 0,
        },
      ];
    });
  });
}

/** When members adopted features, Unix ms, by `memberFeature`; as far as the job that looks for it has come. */
async function adoptedAt(reading: Reading): Promise<ReadonlyMap<string, number>> {
  const rows = await reading.records.adoptions(reading.scope);
  return new Map(
    rows
      .filter(({ isCurrent }) => isCurrent)
      .map(({ account, user, feature, slot }) => [memberFeature(account, user, feature), slotStartMs(slot)]),
  );
}

function startOf(slot: number | null): number | null {
  return slot === null ? null : slotStartMs(slot);
}

/** Ids hold no control characters. */
function memberFeature(account: string, user: string, feature: string): string {
  return `${account}\n${user}\n${feature}`;
}

/** The features that count somewhere: defined, and not what is left over. */
export function definedFeatures({ definitions }: Pick<Reading, "definitions">): readonly CompiledFeature[] {
  return [...definitions.features.values()].filter(({ feature }) => feature !== OTHER_FEATURE);
}

/** Those of them that there are on the reading's last day. */
export function countedFeatures(reading: Pick<Reading, "definitions" | "lastDay">): readonly CompiledFeature[] {
  return definedFeatures(reading).filter((feature) => isLaunched(reading, feature));
}

/** Whether there is a feature on the reading's last day. */
export function isLaunched({ lastDay }: Pick<Reading, "lastDay">, { launchedDay }: CompiledFeature): boolean {
  return launchedDay === null || launchedDay <= lastDay;
}
