import { slotStartMs, type MeFeature } from "@uptake/tracker/protocol";
import type { CompiledDefinitions, CompiledFeature } from "../domain/compile-definitions.ts";
import { featureOfAction } from "../domain/engagement.ts";
import { livingState } from "../domain/adoption/living-state.ts";
import { stageOf } from "../domain/adoption/stage.ts";
import { traceOf } from "../domain/adoption/use-trace.ts";
import { dayOf, type WorkspaceCalendar } from "../domain/workspace-calendar.ts";
import type { MemberFacts } from "../store/facts.ts";

/**
 * Every defined feature as its member sees it. Actions are shown in the feature to which they belong.
 * @param facts with the days of use.
 * @param withWriter whether to tell the asked writer's share.
 */
export function memberFeatures(
  facts: MemberFacts,
  definitions: CompiledDefinitions,
  calendar: WorkspaceCalendar,
  nowMs: number,
  withWriter: boolean,
): readonly MeFeature[] {
  const { idleLimitIndex } = definitions;
  const today = dayOf(nowMs, calendar);
  const used = new Map(facts.features.map((row) => [row.feature, row]));
  const actions = actionsByFeature(facts, definitions);
  const describe = ({ feature, name, module, thresholdMs, living }: CompiledFeature): MeFeature => {
    const row = used.get(feature);
    const adoptedAt = startOf(row?.crossedSlot);
    const lastUsedAt = startOf(row?.lastSlot);
    return {
      feature,
      name,
      module,
      activeMs: row?.activeMs[idleLimitIndex] ?? 0,
      progressMs: row?.progressMs ?? 0,
      visits: row?.visits ?? 0,
      actions: actions.get(feature) ?? {},
      thresholdMs,
      stage: stageOf({ crossed: adoptedAt !== null, used: lastUsedAt !== null }),
      living: livingState(traceOf(row?.useDays ?? [], today, living), today, living),
      adoptedAt,
      lastUsedAt,
      ...(withWriter && { writerMs: row?.writerActiveMs[idleLimitIndex] ?? 0 }),
    };
  };
  return [...definitions.features.values()].map(describe);
}

function startOf(slot: number | null | undefined): number | null {
  return slot === null || slot === undefined ? null : slotStartMs(slot);
}

function actionsByFeature(
  facts: MemberFacts,
  definitions: CompiledDefinitions,
): ReadonlyMap<string, Readonly<Record<string, number>>> {
  const features = new Map<string, Map<string, number>>();
  for (const row of facts.features) {
    for (const [action, count] of Object.entries(row.actions)) {
      const feature = featureOfAction({ feature: row.feature, action, count }, definitions);
      const counts = features.get(feature) ?? new Map<string, number>();
      features.set(feature, counts.set(action, (counts.get(action) ?? 0) + count));
    }
  }
  return new Map([...features].map(([feature, counts]) => [feature, Object.fromEntries(counts)]));
}
