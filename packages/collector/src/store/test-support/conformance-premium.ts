import { describe, expect, test } from "vitest";
import { ALL, NOW_MS, type MakePlace } from "./harness.ts";
import { useStore } from "./use-store.ts";

/** Which accounts are marked to be watched. */
export function testPremium(makePlace: MakePlace): void {
  describe("marks of accounts", () => {
    const by = { actor: "Maya", atMs: NOW_MS };

    test("are set and taken away for many at once, and leave everything else as it was told", async () => {
      const { facts, records } = await useStore(makePlace);
      await facts.putAccounts([{ id: "a", name: "A", plan: "pro" }, { id: "b", premium: true }, { id: "c" }]);
      const marked = async () => {
        const rows = await facts.accounts(ALL);
        return rows.filter(({ premium }) => premium).map(({ id }) => id);
      };
      expect(await records.markPremium({ accounts: ["a", "b", "a"], premium: true, ...by })).toEqual([]);
      expect(await marked()).toEqual(["a", "b"]);
      expect((await facts.accounts(ALL))[0]).toMatchObject({ name: "A", plan: "pro" });
      expect(await records.markPremium({ accounts: ["b"], premium: false, ...by })).toEqual([]);
      expect(await marked()).toEqual(["a"]);
      // Whoever says it last holds, and who says nothing of it changes nothing.
      await facts.putAccounts([{ id: "a", name: "Aa" }]);
      expect(await marked()).toEqual(["a"]);
      await facts.putAccounts([{ id: "a", premium: false }]);
      expect(await marked()).toEqual([]);
    });

    test("are set for none of them where nobody has heard of one", async () => {
      const { facts, records } = await useStore(makePlace);
      await facts.putAccounts([{ id: "a" }]);
      const mark = { accounts: ["a", "x", "y"], premium: true, ...by };
      expect(await records.markPremium(mark)).toEqual(["x", "y"]);
      expect((await facts.accounts(ALL)).map(({ id, premium }) => [id, premium])).toEqual([["a", false]]);
    });
  });
}
