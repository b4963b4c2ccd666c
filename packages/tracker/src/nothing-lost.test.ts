import * as fc from "fast-check";
import { expect, test } from "vitest";
import { confirm, createFakePage } from "../../../tests/support/fake-page.ts";
import type { TrackerProgress } from "./api.ts";
import {
  compileFeatures,
  type ActiveMs,
  type CellState,
  type CollectRequest,
  type PublicDefinitions,
} from "./protocol/index.ts";
import { createTrackerIn } from "../../../tests/support/evaluate.ts";

const definitions: PublicDefinitions = {
  version: 1,
  enabled: true,
  idleLimit: "60s",
  ...compileFeatures([
    { feature: "a", urls: ["/a"] },
    { feature: "b", urls: ["/b"] },
  ]),
};

type Step =
  | { readonly kind: "wait"; readonly lengthMs: number }
  | { readonly kind: "go"; readonly path: string }
  | { readonly kind: "identify"; readonly user: string }
  | { readonly kind: "collector"; readonly mood: "confirms" | "refuses" | "hides its answer" | "is gone" }
  | { readonly kind: "input" | "track" | "hide" | "show" | "blur" | "reload" };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant("wait" as const), lengthMs: fc.integer({ min: 1, max: 20_000 }) }),
  },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("input" as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom("track" as const, "hide" as const, "show" as const, "blur" as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("go" as const), path: fc.constantFrom("/a", "/b", "/c") }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("identify" as const), user: fc.constantFrom("u_1", "u_2") }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("reload" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("collector" as const),
      mood: fc.constantFrom("confirms" as const, "refuses" as const, "hides its answer" as const, "is gone" as const),
    }),
  },
);

/** As the collector merges: the maximum of each counter. */
function laterOf(cell: CellState, other: CellState | undefined): CellState {
  const actions = { ...other?.actions };
  for (const [action, count] of Object.entries(cell.actions ?? {}))
    actions[action] = Math.max(actions[action] ?? 0, count);
  return {
    ...cell,
    activeMs: cell.activeMs.map((ms, limit) => Math.max(ms, other?.activeMs[limit] ?? 0)) as unknown as ActiveMs,
    visits: Math.max(cell.visits, other?.visits ?? 0),
    actions,
  };
}

/** Several documents of one browser, one after the other, and what the collector ends with. */
function createHistory() {
  const held = new Map<string, CellState>();
  const take = ({ writers }: CollectRequest) => {
    for (const { user, id, cells } of writers) {
      for (const cell of cells) {
        const key = JSON.stringify([user, id, cell.feature, cell.slot]);
        held.set(key, laterOf(cell, held.get(key)));
      }
    }
  };
  /** What each writer of each document said last. */
  const measured = new Map<string, Pick<TrackerProgress, "activeMs" | "visits" | "actions">>();
  let mood = "confirms";
  let wallMs = Date.UTC(2026, 10, 22, 9, 0, 0);
  let count = 0;

  const openDocument = (stored: ReadonlyMap<string, string>) => {
    const page = createFakePage({ path: "/a", wallMs, letter: String.fromCodePoint(97 + (count % 26)) });
    count += 1;
    for (const [name, value] of stored) page.stored.set(name, value);
    page.answerWith((body, now) => {
      if (mood === "is gone") throw new DOMException("gone", "TimeoutError");
      if (mood === "refuses") return new Response("{}", { status: 503, headers: { "Retry-After": "3" } });
      take(body);
      if (mood === "hides its answer") throw new DOMException("gone", "TimeoutError");
      return confirm(body, now);
    });
    const identity = { account: "acme", user: "u_1" };
    const tracker = createTrackerIn(page, { key: "pk", base: "https://c.test", definitions, identity });
    return { page, tracker };
  };
  let present = openDocument(new Map());
  const note = () => {
    const { writer, activeMs, visits, actions } = present.tracker.progress();
    measured.set(String(writer), { activeMs: { ...activeMs }, visits: { ...visits }, actions: { ...actions } });
  };
  const leave = async () => {
    present.page.leavePage();
    note();
    await present.page.settle();
    present.tracker.stop();
    await present.page.settle();
  };

  return {
    measured,
    async run(it: Step) {
      const { page, tracker } = present;
      if (it.kind === "wait") await page.wait(it.lengthMs);
      else if (it.kind === "go") page.go(it.path);
      else if (it.kind === "collector") mood = it.mood;
      else if (it.kind === "track") tracker.track("sent");
      else if (it.kind === "identify") {
        // Closes the gap, so that the writer that ends has said its last.
        page.input();
        note();
        tracker.identify({ account: "acme", user: it.user });
      } else if (it.kind === "reload") {
        await leave();
        wallMs = page.wallMs();
        present = openDocument(page.stored);
      } else page[it.kind]();
      note();
    },
    /** The last document stays open until the collector has everything. */
    async finish() {
      mood = "confirms";
      await leave();
      wallMs = present.page.wallMs();
      present = openDocument(present.page.stored);
      await present.page.wait(60_000);
      note();
      return present.page.stored;
    },
    /** What the collector holds, in the form of a progress, by writer. */
    held() {
      const sums = new Map<
        string,
        {
          activeMs: Record<string, number[]>;
          visits: Record<string, number>;
          actions: Record<string, Record<string, number>>;
        }
      >();
      for (const [key, cell] of held) {
        const writer = (JSON.parse(key) as string[])[1] ?? "";
        const sum = sums.get(writer) ?? { activeMs: {}, visits: {}, actions: {} };
        const before = sum.activeMs[cell.feature] ?? [0, 0, 0, 0];
        sum.activeMs[cell.feature] = before.map((ms, index) => ms + (cell.activeMs[index] ?? 0));
        sum.visits[cell.feature] = (sum.visits[cell.feature] ?? 0) + cell.visits;
        const actions = (sum.actions[cell.feature] ??= {});
        for (const [action, times] of Object.entries(cell.actions ?? {}))
          actions[action] = (actions[action] ?? 0) + times;
        sums.set(writer, sum);
      }
      return sums;
    },
  };
}

test("Whatever people, pages and networks do, the collector ends with what was measured: nothing lost, nothing twice", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 50 }), async (steps) => {
      const history = createHistory();
      for (const it of steps) await history.run(it);
      const stored = await history.finish();
      const held = history.held();
      const measured = [...history.measured].filter(([, { visits }]) => Object.keys(visits).length > 0);
      expect(measured.map(([writer]) => held.get(writer))).toEqual(measured.map(([, progress]) => progress));
      expect([...stored.keys()]).toEqual([]);
    }),
    { numRuns: 60 },
  );
}, 60_000);
