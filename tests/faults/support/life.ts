import type { Random } from "../../../packages/collector/src/demo/random.ts";
import { slotOf, type WriterState } from "../../../packages/tracker/src/protocol/index.ts";
import type { VoidTarget } from "../../../packages/collector/src/store/facts.ts";
import { type CellPlace, createModel, type Model } from "./model.ts";
import type { SimulatedWorkspace } from "./simulated-workspace.ts";

/** Cells stay open for so long. */
const LATE_WINDOW_SLOTS = 35 * 96;

/** A message of a tracker's, on its way. */
export interface Delivery {
  readonly dueMs: number;
  readonly writer: WriterState;
}

/** A company's life with its collector: what it did, what is still on its way, and what should be stored. */
export interface Life {
  readonly workspace: SimulatedWorkspace;
  readonly model: Model;
  readonly random: Random;
  readonly members: readonly { readonly account: string; readonly user: string }[];
  /** What has not arrived yet. */
  readonly deliveries: Delivery[];
  /** What was taken out, and is refused from then on. */
  readonly voids: VoidTarget[];
  /** When the day that is being lived began, Unix ms. */
  dayStartMs: number;
  /** Days lived so far. */
  daysLived: number;
  /** Where the watermark has to be. */
  watermarkSlot: number;
}

/** One part of every day. Changes the workspace and the model alike. */
export type LifeStep = (life: Life) => Promise<void>;

/** A life that begins when its workspace does. */
export function createLife(workspace: SimulatedWorkspace, memberCount: number, random: Random): Life {
  const dayStartMs = workspace.clock.nowMs;
  return {
    workspace,
    model: createModel(),
    random,
    // People of two accounts are two members each.
    members: Array.from({ length: memberCount }, (_, index) => ({
      account: `account-${index % 5}`,
      user: `user-${index % Math.max(2, memberCount - 3)}`,
    })),
    deliveries: [],
    voids: [],
    dayStartMs,
    daysLived: 0,
    watermarkSlot: lateWindowStart(dayStartMs),
  };
}

/** The oldest slot that is open at a time. */
export function lateWindowStart(nowMs: number): number {
  return slotOf(nowMs) - LATE_WINDOW_SLOTS;
}

/** Whether a void is about a cell: what a source has told isn't a writer's. */
export function isVoidedBy(target: VoidTarget, { account, user, writer, slot }: CellPlace): boolean {
  if (target.kind === "writer") return writer === target.writer;
  const isInAccount = target.account === undefined || target.account === account;
  return user === target.user && isInAccount && slot >= target.fromSlot && slot < target.toSlot;
}
