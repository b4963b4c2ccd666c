import { describe, expect, test, vi } from "vitest";
import type { Tracker } from "../../packages/tracker/src/api.ts";
import { MAX_FLIGHTS } from "../../packages/tracker/src/delivery.ts";
import { leftovers } from "./leftovers.ts";
import { askedPaths, BUTTON, closeTab, createStages, inline, work, type Stage } from "./stage.ts";

declare const uptake: Tracker;

const openStage = createStages();

describe("Opting out", () => {
  const recordsOf = async (page: Parameters<typeof leftovers>[0]) =>
    (await leftovers(page)).databases["uptake-pk_test"]?.["writers"] ?? [];

  /** Two documents that can't send, and things of the host's. */
  async function openFull(stage: Stage) {
    stage.expectError(/503/);
    stage.collector.answerWith(() => ({ status: 503 }));
    const early = await stage.open(stage.tag('data-account="acme" data-user="u_0"') + BUTTON);
    await work(early);
    await closeTab(early);
    const page = await stage.open();
    await page.evaluate(async () => {
      localStorage.setItem("host", "mine");
      localStorage.setItem("uptaken", "mine too");
      localStorage.setItem("uptake:tail", "an old tail");
      sessionStorage.setItem("uptake:session", "not ours");
      const opening = indexedDB.open("uptake", 1);
      opening.addEventListener("upgradeneeded", () => opening.result.createObjectStore("writers").put("mine", 1));
      await new Promise((resolve) => opening.addEventListener("success", resolve));
      opening.result.close();
    });
    await work(page);
    await page.evaluate(() => uptake.track("sent"));
    await page.evaluate(() => uptake.flush());
    await vi.waitFor(async () => expect(await recordsOf(page)).toHaveLength(2), 10_000);
    return page;
  }
  const oursGone = {
    localStorage: { host: "mine", uptaken: "mine too", "uptake-consent": "out" },
    sessionStorage: { "uptake:session": "not ours" },
    cookies: "",
    databases: { uptake: { writers: ["mine"] }, "uptake-pk_test": { writers: [] } },
  };

  test.concurrent("erases what this and other documents have left, and nothing of the host's", async (running) => {
    const stage = await openStage(running);
    const page = await openFull(stage);
    await page.evaluate(() => uptake.optOut());
    await vi.waitFor(async () => expect(await leftovers(page)).toEqual(oursGone), 10_000);
  });

  test.concurrent("is for good: neither the end of the page nor a reload nor another tab sends or stores anything", async (running) => {
    const stage = await openStage(running);
    const page = await openFull(stage);
    await page.evaluate(() => uptake.optOut());
    stage.collector.forget();
    await work(page);
    await page.evaluate(() => uptake.flush());
    await page.reload();
    await work(page);
    const other = await stage.open(
      stage.tag() + BUTTON + inline('uptake.identify({ account: "acme", user: "u_1" }); uptake.track("sent")'),
    );
    await work(other);
    expect(await other.evaluate(() => uptake.progress().status)).toBe("denied");
    await closeTab(page);
    const { localStorage, databases } = await leftovers(other);
    expect({ localStorage, databases }).toEqual({ localStorage: oursGone.localStorage, databases: oursGone.databases });
    expect(askedPaths(stage)).toEqual([]);
  });

  test.concurrent.for(["continue", "abort"] as const)(
    "while something is being sent lets nothing follow, and leaves nothing behind: %s",
    async (fate, running) => {
      const stage = await openStage(running);
      stage.expectError(/ERR_FAILED/);
      let open = () => {};
      const gate = new Promise<void>((resolve) => {
        open = resolve;
      });
      let requests = 0;
      await stage.context.route("**/v1/collect*", async (route) => {
        requests += 1;
        await gate;
        await route[fate]();
      });
      const page = await stage.open();
      await page.evaluate(() => {
        // More than may be under way.
        for (let user = 0; user < 150; user += 1) {
          uptake.identify({ account: "acme", user: `u_${user}` });
          uptake.track("sent");
        }
        void uptake.flush();
      });
      await vi.waitFor(() => expect(requests).toBe(MAX_FLIGHTS), 10_000);
      await page.evaluate(() => uptake.optOut());
      open();
      // What must not happen gets its time.
      await page.waitForTimeout(500);
      expect(requests).toBe(MAX_FLIGHTS);
      expect(await recordsOf(page)).toEqual([]);
      expect(Object.keys((await leftovers(page)).localStorage)).toEqual(["uptake-consent"]);
    },
  );

  test.concurrent("in one tab ends measuring in the others, which store and send nothing more", async (running) => {
    const stage = await openStage(running);
    const page = await stage.open();
    await work(page);
    const other = await stage.open();
    await other.evaluate(() => uptake.optOut());
    await vi.waitFor(async () => expect(await page.evaluate(() => uptake.progress().status)).toBe("denied"), 10_000);
    stage.collector.forget();
    await work(page);
    await page.evaluate(() => uptake.flush());
    await closeTab(page);
    expect(askedPaths(stage)).toEqual([]);
    expect(await recordsOf(other)).toEqual([]);
  });
});
