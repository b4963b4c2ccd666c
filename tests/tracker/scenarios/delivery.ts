import { leave, look, seenAt, use } from "../person.ts";
import type { Scenario, Stage } from "../scenario.ts";
import type { Finding } from "../table.ts";

const action = "message.sent";
const newTab = `<a id="duplicate" href="" target="_blank" rel="opener" style="display:block;padding:20px">Again</a>`;

/** Comes again, so that what is still in the browser arrives, and reads what has arrived in all. */
async function secondVisit(
  { open, flush, activeTime, actions, visits, asCounted }: Stage,
  truth: { readonly activeMs?: number; readonly actions: number; readonly visits: number },
): Promise<readonly (Finding | null)[]> {
  const tab = await open("/calendars");
  await flush(tab);
  return Promise.all([
    truth.activeMs === undefined ? null : activeTime(truth.activeMs),
    actions(action, truth.actions),
    visits("conversations", truth.visits),
    visits("calendars", 1),
    asCounted(tab),
  ]);
}

/** Whatever network, collector and browser do: all of it arrives, and once. */
export const deliveryScenarios: readonly Scenario[] = [
  {
    name: "The collector is unavailable for a while",
    family: "delivery",
    form: "short",
    needs: [],
    async run(stage) {
      stage.answer("unavailable");
      const tab = await stage.open("/conversations");
      const fromMs = await seenAt(tab);
      await stage.act(tab, action, 5);
      await use(tab, 5_000);
      stage.answer("well");
      await stage.act(tab, action);
      await use(tab, 2_000);
      const toMs = Date.now();
      await tab.close();
      return secondVisit(stage, { activeMs: toMs - fromMs, actions: 6, visits: 1 });
    },
  },
  {
    name: "The collector is unavailable for the whole visit",
    family: "delivery",
    form: "full",
    needs: [],
    async run(stage) {
      stage.answer("unavailable");
      const tab = await stage.open("/conversations");
      const fromMs = await seenAt(tab);
      await use(tab, 2_000);
      await stage.act(tab, action, 5);
      await use(tab, 2_000);
      const toMs = Date.now();
      await tab.close();
      await look(1_000);
      stage.answer("well");
      return secondVisit(stage, { activeMs: toMs - fromMs, actions: 5, visits: 1 });
    },
  },
  {
    name: "Offline until the tab is closed",
    family: "delivery",
    form: "short",
    needs: ["offline"],
    async run(stage) {
      const tab = await stage.open("/conversations");
      const fromMs = await seenAt(tab);
      await stage.act(tab, action);
      await use(tab, 2_000);
      await stage.browser.setOffline(true);
      await stage.act(tab, action, 3);
      await use(tab, 3_000);
      const toMs = Date.now();
      await tab.close();
      await look(1_000);
      await stage.browser.setOffline(false);
      return secondVisit(stage, { activeMs: toMs - fromMs, actions: 4, visits: 1 });
    },
  },
  {
    name: "Five tabs, each closed at once",
    family: "delivery",
    form: "short",
    needs: [],
    async run(stage) {
      for (let visit = 0; visit < 5; visit++) {
        const tab = await stage.open("/conversations");
        await stage.act(tab, action);
        await tab.close();
      }
      return secondVisit(stage, { actions: 5, visits: 5 });
    },
  },
  {
    name: "1000 actions in a burst, then closed at once",
    family: "delivery",
    form: "short",
    needs: [],
    async run(stage) {
      const tab = await stage.open("/conversations");
      await use(tab, 1_000);
      await stage.act(tab, action, 1_000);
      await tab.close();
      return secondVisit(stage, { actions: 1_000, visits: 1 });
    },
  },
  {
    name: "The browser is killed",
    family: "delivery",
    form: "short",
    needs: ["kill"],
    async run(stage) {
      stage.answer("unavailable");
      const tab = await stage.open("/conversations");
      const fromMs = await seenAt(tab);
      await stage.act(tab, action, 7);
      const toMs = await use(tab, 3_000);
      // By then, all that was credited is on the disk.
      await look(6_000);
      await stage.browser.kill();
      await stage.browser.restart();
      stage.answer("well");
      return secondVisit(stage, { activeMs: toMs - fromMs, actions: 7, visits: 1 });
    },
  },
  {
    name: "Replies are lost after the commit",
    family: "delivery",
    form: "short",
    needs: [],
    async run(stage) {
      stage.answer("lost");
      const tab = await stage.open("/conversations");
      const fromMs = await seenAt(tab);
      await stage.act(tab, action, 2);
      await use(tab, 2_000);
      await stage.flush(tab);
      await stage.act(tab, action, 2);
      await use(tab, 2_000);
      const toMs = Date.now();
      await tab.close();
      await look(1_000);
      stage.answer("well");
      return secondVisit(stage, { activeMs: toMs - fromMs, actions: 4, visits: 1 });
    },
  },
  {
    name: "A duplicated tab",
    family: "delivery",
    form: "full",
    needs: ["tabs"],
    page: () => ({ body: newTab }),
    async run(stage) {
      const tab = await stage.open("/conversations");
      await tab.evaluate(`sessionStorage.setItem("mine", "copied")`);
      const fromMs = await seenAt(tab);
      await stage.act(tab, action);
      await use(tab, 2_000);
      const copying = tab.clickOpeningTab("#duplicate");
      const copiedMs = await leave(tab, () => copying);
      const copy = await copying;
      if ((await copy.evaluate(`sessionStorage.getItem("mine")`)) !== "copied") throw new Error("Nothing was copied.");
      const copyMs = await seenAt(copy);
      await stage.act(copy, action);
      await stage.act(tab, action);
      await use(copy, 2_000);
      const toMs = Date.now();
      await copy.close();
      await tab.close();
      return secondVisit(stage, { activeMs: copiedMs - fromMs + toMs - copyMs, actions: 3, visits: 2 });
    },
  },
  {
    name: "Ten tabs, closed all at once",
    family: "delivery",
    form: "short",
    needs: ["tabs"],
    async run(stage) {
      const tabs = [];
      for (let count = 0; count < 10; count++) tabs.push(await stage.open("/conversations"));
      await Promise.all(tabs.map((tab) => stage.act(tab, action, 3)));
      await Promise.all(tabs.map((tab) => tab.close()));
      return secondVisit(stage, { actions: 30, visits: 10 });
    },
  },
];
