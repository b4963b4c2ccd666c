import { look, moment, seenAt, use } from "../person.ts";
import type { Scenario } from "../scenario.ts";

/** Where else the person is: another tab, another window, nowhere. */
export const placeScenarios: readonly Scenario[] = [
  {
    name: "Hidden for a while",
    family: "time",
    form: "short",
    needs: ["hide"],
    async run({ open, activeTime }) {
      const tab = await open("/conversations");
      const fromMs = await seenAt(tab);
      await use(tab, 3_000);
      const hiddenMs = await moment(() => tab.hide());
      await look(5_000);
      const shownMs = await moment(() => tab.show());
      await use(tab, 3_000);
      const toMs = Date.now();
      await tab.close();
      return [await activeTime(hiddenMs - fromMs + toMs - shownMs)];
    },
  },
  {
    name: "Another window in front, this one still visible",
    family: "time",
    form: "short",
    needs: ["windows"],
    async run({ open, activeTime }) {
      const tab = await open("/conversations");
      const fromMs = await seenAt(tab);
      await use(tab, 3_000);
      const blurredMs = await moment(() => tab.focusOther());
      await look(5_000);
      const focusedMs = await moment(() => tab.focus());
      await use(tab, 3_000);
      const toMs = Date.now();
      await tab.close();
      return [await activeTime(blurredMs - fromMs + toMs - focusedMs)];
    },
  },
  {
    name: "Back by Alt-Tab, then reading",
    family: "time",
    form: "short",
    needs: ["windows"],
    async run({ open, flush, activeTime }) {
      const tab = await open("/conversations");
      const fromMs = await seenAt(tab);
      await use(tab, 2_000);
      const blurredMs = await moment(() => tab.focusOther());
      await look(3_000);
      const focusedMs = await moment(() => tab.focus());
      await look(5_000);
      const toMs = Date.now();
      await tab.pressKey("j");
      await look(2_000);
      await flush(tab);
      return [await activeTime(blurredMs - fromMs + toMs - focusedMs)];
    },
  },
  {
    name: "Two tabs in turn",
    family: "time",
    form: "short",
    needs: ["tabs"],
    async run({ open, activeTime }) {
      const one = await open("/conversations");
      const oneMs = await seenAt(one);
      await use(one, 3_000);
      const openedMs = Date.now();
      const other = await open("/calendars");
      const otherMs = await seenAt(other);
      const otherOpenedMs = (openedMs + otherMs) / 2;
      await use(other, 3_000);
      const backMs = await moment(() => one.focus());
      await use(one, 3_000);
      const toMs = Date.now();
      await one.close();
      await other.close();
      const conversationsMs = otherOpenedMs - oneMs + toMs - backMs;
      return Promise.all([
        activeTime(conversationsMs, { feature: "conversations" }),
        activeTime(backMs - otherMs, { feature: "calendars" }),
        activeTime(conversationsMs + backMs - otherMs),
      ]);
    },
  },
  {
    name: "Two windows side by side, in turn",
    family: "time",
    form: "short",
    needs: ["windows"],
    async run({ open, browser, site, activeTime }) {
      const one = await open("/conversations");
      const oneMs = await seenAt(one);
      await use(one, 3_000);
      const openedMs = Date.now();
      const other = await browser.openWindow(site.url("/calendars"));
      const otherMs = await seenAt(other);
      const otherOpenedMs = (openedMs + otherMs) / 2;
      await use(other, 3_000);
      const backMs = await moment(() => one.focus());
      await use(one, 3_000);
      const toMs = Date.now();
      await one.close();
      await other.close();
      const conversationsMs = otherOpenedMs - oneMs + toMs - backMs;
      return Promise.all([
        activeTime(conversationsMs, { feature: "conversations" }),
        activeTime(backMs - otherMs, { feature: "calendars" }),
        activeTime(conversationsMs + backMs - otherMs),
      ]);
    },
  },
];
