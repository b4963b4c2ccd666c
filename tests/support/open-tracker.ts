import type { Tracker, TrackerOptions } from "../../packages/tracker/src/api.ts";
import {
  compileFeatures,
  type CellState,
  type CollectReply,
  type CollectRequest,
  type PublicDefinitions,
  type WriterState,
} from "../../packages/tracker/src/protocol/index.ts";
import { createTrackerIn } from "./evaluate.ts";
import { createFakePage, type FakePage } from "./fake-page.ts";

/** A product with two features. */
export const definitions: PublicDefinitions = {
  version: 1,
  enabled: true,
  idleLimit: "60s",
  ...compileFeatures([
    { feature: "conversations", urls: ["/conversations", "/conversations/:id"] },
    { feature: "calendars", urls: ["/calendars"] },
  ]),
};

export const acme = { account: "acme", user: "u_1" };

const options: TrackerOptions = { key: "pk_test", base: "https://collector.test", definitions };

/** A tracker in a fake page, and what a test asks about it. */
export interface OpenedTracker {
  readonly page: FakePage;
  readonly tracker: Tracker;
  /** What was sent, in order. */
  writers(): readonly WriterState[];
  cells(): readonly CellState[];
  /** Active time under 60 s. */
  ms(feature?: string): number;
  /** A person at work: an input every ten seconds. */
  use(lengthMs: number): Promise<void>;
}

function open(settings: Partial<TrackerOptions>, page: FakePage): OpenedTracker {
  const tracker = createTrackerIn(page, { ...options, ...settings });
  const writers = () => page.requests.flatMap(({ body }) => body.writers);
  return {
    page,
    tracker,
    writers,
    cells: () => writers().flatMap((writer) => writer.cells),
    ms: (feature = "conversations") => tracker.progress().activeMs[feature]?.[1] ?? 0,
    async use(lengthMs) {
      for (let spentMs = 0; spentMs < lengthMs; spentMs += 10_000) {
        await page.wait(Math.min(10_000, lengthMs - spentMs));
        page.input();
      }
    },
  };
}

/** Used by u_1 of acme, unless `settings` say otherwise. */
export function openTracker(
  settings: Partial<TrackerOptions> = {},
  page: FakePage = createFakePage({ path: "/conversations" }),
): OpenedTracker {
  return open({ identity: acme, ...settings }, page);
}

/** The same, before anybody is known. */
export function openAnonymousTracker(): OpenedTracker {
  return open({}, createFakePage({ path: "/conversations" }));
}

/** A reply that confirms everything, but for what `more` says. */
export function replyTo(body: CollectRequest, more: Partial<CollectReply>): Response {
  const accepted = body.writers.map(({ id, seq }) => ({ id, seq }));
  return Response.json({ now: body.sentAt, accepted, rejected: [], ...more });
}

/** A token that may stay in the browser. */
export function writeToken(name: string): string {
  return `h.${Buffer.from(JSON.stringify({ aud: "uptake-write", name })).toString("base64url")}.s`;
}
