import {
  MAX_ACTION_COUNT_PER_SLOT,
  MAX_ACTIONS_PER_SLOT,
  MAX_VISITS_PER_SLOT,
  REJECTION_REASONS,
} from "@uptake/tracker/protocol";
import * as v from "valibot";
import { living } from "./stage-shapes.ts";
import { activeMs, count, counts, flag, id, idleLimit, slot, text, time } from "./shapes.ts";

/** What trackers send and receive. */

const writerId = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{22}$/),
  v.description("128 random bits, never used by another document load."),
);
const seq = v.pipe(count, v.description("Counts the writer's requests; an acknowledgement names it."));

export const cellState = v.object({
  feature: id,
  name: v.exactOptional(v.pipe(text, v.description("What the page calls a custom menu link of its own."))),
  slot,
  activeMs,
  visits: v.pipe(count, v.maxValue(MAX_VISITS_PER_SLOT)),
  actions: v.exactOptional(
    v.pipe(
      v.record(v.string(), v.pipe(count, v.maxValue(MAX_ACTION_COUNT_PER_SLOT))),
      v.maxEntries(MAX_ACTIONS_PER_SLOT),
    ),
  ),
  vitals: v.exactOptional(
    v.object({
      lcpMs: v.exactOptional(count),
      inpMs: v.exactOptional(count),
      cls1000: v.exactOptional(count),
    }),
  ),
});

export const writerState = v.object({
  id: writerId,
  seq,
  account: id,
  user: id,
  token: v.exactOptional(v.pipe(text, v.description("A JWT of the owner, signed by the host."))),
  cells: v.array(cellState),
});

export const collectRequest = v.object({
  v: v.literal(1),
  sdk: v.pipe(text, v.description("Version of the tracker.")),
  sentAt: v.pipe(v.number(), v.description("The browser's clock, Unix milliseconds.")),
  writers: v.array(writerState),
});

export const collectReply = v.object({
  now: time,
  accepted: v.array(v.object({ id: writerId, seq })),
  rejected: v.array(
    v.object({
      id: v.pipe(text, v.description("The writer's; empty where it could not be read.")),
      feature: v.exactOptional(v.pipe(text, v.description("Absent: the whole writer is refused."))),
      slot: v.exactOptional(v.pipe(v.number(), v.integer(), v.description("-1 where it could not be read."))),
      reason: v.picklist(REJECTION_REASONS),
    }),
  ),
});

export const publicDefinitions = v.object({
  version: count,
  enabled: v.pipe(flag, v.description("False: the tracker measures and sends nothing.")),
  idleLimit,
  vitals: v.exactOptional(flag),
  attention: v.record(v.string(), v.picklist(["focus", "visible", "media"])),
  rules: v.pipe(v.record(v.string(), v.unknown()), v.description("URL rules as a tree that trackers walk.")),
});

const stage = v.picklist(["untouched", "tried", "adopted"]);
const named = v.object({ id: text, name: v.nullable(text) });

export const meReply = v.object({
  user: named,
  account: named,
  asOf: time,
  definitionVersion: count,
  idleLimit,
  features: v.array(
    v.object({
      feature: text,
      name: text,
      module: v.nullable(text),
      activeMs: count,
      progressMs: v.pipe(count, v.description("Since the last removal from the stage.")),
      visits: count,
      actions: counts,
      thresholdMs: count,
      stage,
      living,
      adoptedAt: v.nullable(time),
      lastUsedAt: v.nullable(time),
      writerMs: v.exactOptional(v.pipe(count, v.description("With ?writer=: that writer's share of activeMs."))),
    }),
  ),
  milestones: v.array(
    v.object({
      milestone: text,
      name: text,
      progress: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
      met: flag,
      metAt: v.nullable(time),
      version: v.exactOptional(v.pipe(count, v.description("The version of the milestone that was met."))),
      notRelevant: v.exactOptional(v.pipe(text, v.description("Why it isn't relevant to whoever asks."))),
    }),
  ),
});
