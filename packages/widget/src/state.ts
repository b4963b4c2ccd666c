import type { Status, TrackerProgress } from "@uptake/tracker";
import type { MeReply } from "@uptake/tracker/protocol";
import type { Failure } from "./client.ts";
import type { Known } from "./known.ts";
import { memberKey, memberOf } from "./member.ts";
import { type MeasuredMs, measuredMs } from "./measured.ts";

/** Everything that the widget shows is a function of this. */
export interface WidgetState {
  /** Null until the first reply for the present token. */
  readonly known: Known | null;
  /** What this page has measured; null while no tracker was found. */
  readonly local: TrackerProgress | null;
  /** Null while nobody has said: no tracker was found, or one from before trackers said it. */
  readonly measuring: Measuring | null;
  /**
   * Shown numbers by feature from before the tracker's writer changed. They are a floor until the second reply for the
   * new writer, because the old writer's last seconds may still be on their way.
   */
  readonly heldMs: ReadonlyMap<string, MeasuredMs>;
  /** Null after a success. */
  readonly failure: Failure | null;
  readonly loading: boolean;
  /** Features that became adopted before the user's eyes, last moment only. */
  readonly celebrated: readonly string[];
}

/** Whether the page is measured. */
export interface Measuring {
  /** The last one that wasn't just on its way to another. */
  readonly status: Exclude<Status, "loading">;
  /** Whether it has changed before the user's eyes. */
  readonly turned: boolean;
}

export const INITIAL_STATE: WidgetState = {
  known: null,
  local: null,
  measuring: null,
  heldMs: new Map(),
  failure: null,
  loading: true,
  celebrated: [],
};

/** Takes what the tracker says. A change of writer freezes the numbers until a reply for the new writer is there. */
export function withLocal(state: WidgetState, local: TrackerProgress | null): WidgetState {
  const sameWriter = (local?.writer ?? null) === (state.local?.writer ?? null);
  const heldMs = sameWriter ? state.heldMs : shownMs(state);
  return { ...state, local, measuring: measuringOf(state.measuring, local), heldMs };
}

/** Takes a reply. @returns the new state, in which features that this reply shows as adopted for the first time are celebrated. */
export function withReply(state: WidgetState, reply: MeReply, writer: string | null, receivedAt: number): WidgetState {
  const before = state.known;
  const samePerson = before !== null && memberKey(memberOf(before.reply)) === memberKey(memberOf(reply));
  const celebrated = samePerson ? newlyAdopted(before.reply, reply) : [];
  return {
    ...state,
    // Said long ago by now: what is celebrated isn't followed by it again.
    measuring: state.measuring && celebrated.length > 0 ? { ...state.measuring, turned: false } : state.measuring,
    known: { reply, writer, receivedAt },
    heldMs: samePerson && before.writer !== writer ? state.heldMs : new Map(),
    failure: null,
    loading: false,
    celebrated,
  };
}

/** Takes a failure. What was known stays. */
export function withFailure(state: WidgetState, failure: Failure): WidgetState {
  return { ...state, failure, loading: false };
}

/** Forgets everything that the collector said: another person may be looking now. */
export function withoutReply(state: WidgetState): WidgetState {
  return { ...INITIAL_STATE, local: state.local, measuring: state.measuring };
}

/** The numbers on screen by feature, in milliseconds. */
export function shownMs({ known, local, heldMs }: WidgetState): ReadonlyMap<string, MeasuredMs> {
  if (known === null) return new Map();
  return new Map(
    known.reply.features.map((feature) => [
      feature.feature,
      measuredMs(feature, known, local, heldMs.get(feature.feature)),
    ]),
  );
}

/** Features that have reached their threshold by what this page measured, while the collector has not said so yet. */
export function awaitingAdoption(state: WidgetState): readonly string[] {
  const shown = shownMs(state);
  return (state.known?.reply.features ?? [])
    .filter(({ feature, stage, thresholdMs }) => {
      return stage !== "adopted" && (shown.get(feature)?.progressMs ?? 0) >= thresholdMs;
    })
    .map(({ feature }) => feature);
}

/** Whether the same writer has counted an action since. */
export function hasActed(before: TrackerProgress | null, now: TrackerProgress): boolean {
  return before !== null && before.writer === now.writer && countActions(now) > countActions(before);
}

/** Whether there is a milestone that is not met yet. */
export function hasOpenMilestone({ known }: WidgetState): boolean {
  return known !== null && known.reply.milestones.some(({ met }) => !met);
}

function measuringOf(before: Measuring | null, local: TrackerProgress | null): Measuring | null {
  // Older trackers have none.
  const status = local?.status as Status | undefined;
  if (status === undefined) return null;
  if (status === "loading") return before;
  return { status, turned: before !== null && (before.turned || before.status !== status) };
}

function countActions({ actions }: TrackerProgress): number {
  return Object.values(actions)
    .flatMap((counts) => Object.values(counts))
    .reduce((sum, count) => sum + count, 0);
}

function newlyAdopted(before: MeReply, after: MeReply): readonly string[] {
  const open = new Set(before.features.filter(({ stage }) => stage !== "adopted").map(({ feature }) => feature));
  return after.features
    .filter(({ feature, stage }) => stage === "adopted" && open.has(feature))
    .map(({ feature }) => feature);
}
