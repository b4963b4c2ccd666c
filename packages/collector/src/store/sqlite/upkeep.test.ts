import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { ALL, cell, NOW_MS, row, SLOT } from "../test-support/harness.ts";
import type { SqliteStore } from "./create-sqlite-store.ts";
import { makeReadyPlace } from "./test-support/sqlite-place.ts";

const DAY_MS = 86_400_000;

async function useStore(): Promise<SqliteStore & { look(sql: string): readonly unknown[] }> {
  const place = makeReadyPlace();
  const store = await place.open();
  onTestFinished(async () => {
    await store.close();
    await place.remove();
  });
  return {
    ...store,
    look(sql) {
      const database = new DatabaseSync(place.path);
      try {
        return database.prepare(sql).all();
      } finally {
        database.close();
      }
    },
  };
}

async function finish(step: () => Promise<"more" | "done">): Promise<void> {
  while ((await step()) === "more");
}

describe("folding", () => {
  test("that has stopped amid a slot lets its sources replace what they have there", async () => {
    const { facts, upkeep, look } = await useStore();
    const history = [row({ actions: { sent: 2 } }), row({ feature: "contacts", visits: 3 })];
    await facts.backfill("seed", history, NOW_MS);
    await facts.mergeCells([cell({ visits: 10 })], NOW_MS);
    look(`UPDATE workspace SET watermark_slot = ${SLOT + 1}`);
    await facts.backfill("seed", [row({ visits: 5, actions: { sent: 1 } })], NOW_MS);
    const check = async (): Promise<void> => {
      expect(await facts.totals({ scope: ALL, by: [] })).toMatchObject([{ visits: 18 }]);
      expect(await facts.actionTotals({ scope: ALL, by: [] })).toMatchObject([{ action: "sent", count: 1 }]);
      expect(await facts.verify()).toEqual([]);
    };
    await check();
    await finish(() => upkeep.foldStep(SLOT + 1));
    await check();
    expect(look("SELECT * FROM cells")).toEqual([]);
  });

  test("keeps no row of nothing", async () => {
    const { facts, look } = await useStore();
    const nothing = { activeMs: [0, 0, 0, 0], visits: 0 } as const;
    await facts.mergeCells([cell({ ...nothing, actions: { sent: 1 } })], NOW_MS);
    await facts.backfill("seed", [row({ slot: SLOT - 9_000 })], NOW_MS);
    await facts.backfill("seed", [row({ slot: SLOT - 9_000, ...nothing })], NOW_MS);
    await facts.fold(SLOT + 1);
    expect([look("SELECT * FROM base"), look("SELECT count FROM base_actions")]).toEqual([[], [{ count: 1 }]]);
  });
});

describe("tidying", () => {
  test("removes writers whose cells are all folded, and lets them come back", async () => {
    const { facts, upkeep, look } = await useStore();
    const writers = () => look("SELECT key FROM writers ORDER BY key");
    const crowd = Array.from({ length: 5_000 }, (_, index) => cell({ writer: `w-${index}`, slot: SLOT - 300 }));
    await facts.mergeCells([...crowd, cell({ writer: "both", slot: SLOT - 300 }), cell({ writer: "both" })], NOW_MS);
    look("INSERT INTO writer_vitals (writer, feature, slot, day, lcp_ms) SELECT id, 1, 1, 1, 100 FROM writers");
    await finish(() => upkeep.tidyStep(NOW_MS));
    expect(writers()).toHaveLength(5_001);
    await facts.fold(SLOT - 299);
    await finish(() => upkeep.tidyStep(NOW_MS));
    expect(writers()).toEqual([{ key: "both" }]);
    expect(look("SELECT count(*) AS count FROM writer_vitals")).toEqual([{ count: 1 }]);
    // Its integer is remembered by nobody.
    await facts.mergeCells([cell({ writer: "w-1", visits: 7 })], NOW_MS);
    expect(await facts.totals({ scope: ALL, by: [] })).toMatchObject([{ visits: 5_009 }]);
    expect(await facts.verify()).toEqual([]);
  });

  test("keeps the writers of cells that are not folded yet", async () => {
    const { facts, upkeep, look } = await useStore();
    await facts.mergeCells([cell()], NOW_MS);
    look(`UPDATE workspace SET watermark_slot = ${SLOT + 1}`);
    await finish(() => upkeep.tidyStep(NOW_MS));
    await facts.fold(SLOT + 1);
    expect(look("SELECT visits FROM base")).toEqual([{ visits: 1 }]);
  });

  test("removes counts of earlier days, old refusals and expired sessions, and nothing else", async () => {
    const { facts, records, upkeep, look } = await useStore();
    const nothing = { writer: null, account: null, user: null, feature: null, slot: null };
    for (const ageDays of [36, 34]) {
      const atMs = NOW_MS - ageDays * DAY_MS;
      await facts.quarantine([{ reason: "malformed", ...nothing }], atMs);
      await facts.mergeCells([cell({ user: `u_${ageDays}` })], atMs);
    }
    await facts.mergeCells([cell({ user: "new" })], NOW_MS);
    const identity = { name: "Maya", role: "csm" } as const;
    for (const [name, endsAtMs] of [
      ["over", NOW_MS],
      ["open", NOW_MS + 1],
    ] as const) {
      await records.createSignInToken(`${name}-token`, identity, NOW_MS + 1);
      await records.startSession(`${name}-token`, name, NOW_MS - 1, endsAtMs);
      await records.createSignInToken(`${name}-later`, identity, endsAtMs);
    }
    await finish(() => upkeep.tidyStep(NOW_MS));
    expect(look("SELECT received_at_ms FROM quarantine")).toEqual([{ received_at_ms: NOW_MS - 34 * DAY_MS }]);
    expect(look("SELECT count FROM new_members")).toEqual([{ count: 1 }]);
    expect(look("SELECT hash FROM sessions")).toEqual([{ hash: "open" }]);
    expect(look("SELECT hash FROM sign_in_tokens")).toEqual([{ hash: "open-later" }]);
  });
});

describe("a store that grows old", () => {
  test("stays as large as it is, with as few empty pages, once its oldest days are forgotten", async () => {
    const { facts, upkeep, look } = await useStore();
    const pages = () => {
      const [count] = look("PRAGMA page_count") as readonly { readonly page_count: number }[];
      const [free] = look("PRAGMA freelist_count") as readonly { readonly freelist_count: number }[];
      return { used: count?.page_count ?? 0, free: free?.freelist_count ?? 0 };
    };
    const live = async (day: number): Promise<void> => {
      const nowMs = NOW_MS + day * DAY_MS;
      const slot = SLOT + day * 96;
      const crowd = Array.from({ length: 60 }, (_, index) =>
        [0, 1, 2].map((later) =>
          cell({
            user: `u_${index % 20}`,
            writer: `${day}-${index}`,
            feature: `feature-${index % 5}`,
            slot: slot - later - (index % 30),
            actions: { sent: 1 },
          }),
        ),
      );
      await facts.mergeCells(crowd.flat(), nowMs);
      await finish(() => upkeep.foldStep(slot - 35 * 96));
      await finish(() => upkeep.wholeDaysStep(slot - 40 * 96));
      await finish(() => upkeep.forgetDaysStep(slot - 60 * 96));
      if (day % 5 === 0) await finish(() => upkeep.tidyStep(nowMs));
    };
    for (let day = 0; day < 90; day++) await live(day);
    const grown = pages();
    for (let day = 90; day < 180; day++) await live(day);
    const old = pages();
    expect(await facts.verify()).toEqual([]);
    expect(look("SELECT count(*) AS days FROM feature_days GROUP BY feature LIMIT 1")).toEqual([{ days: 61 }]);
    // Rows lie a little differently in their pages each time.
    expect(old.used).toBeLessThan(grown.used * 1.03);
    expect(old.free).toBeLessThan(grown.used * 0.1);
  });
});
