import { comeBack, leave, look, seenAt, touch, use } from "../person.ts";
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
      const hiddenMs = await leave(tab, () => tab.hide());
      await look(4_000);
      const shownMs = await comeBack(tab, () => tab.show());
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
      const blurredMs = await leave(tab, () => tab.focusOther());
      await look(4_000);
      const focusedMs = await comeBack(tab, () => tab.focus());
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
      const blurredMs = await leave(tab, () => tab.focusOther());
      await look(3_000);
      const focusedMs = await comeBack(tab, () => tab.focus());
      await look(5_000);
      const toMs = await touch(() => tab.pressKey("j"));
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
      const opening = open("/calendars");
      const leftMs = await leave(one, () => opening);
      const other = await opening;
      const otherMs = await seenAt(other);
      await use(other, 3_000);
      const returning = one.focus();
      const [otherLeftMs, backMs] = await Promise.all([leave(other, () => returning), comeBack(one, () => returning)]);
      await use(one, 3_000);
      const toMs = Date.now();
      await one.close();
      await other.close();
      const conversationsMs = leftMs - oneMs + toMs - backMs;
      return Promise.all([
        activeTime(conversationsMs, { feature: "conversations" }),
        activeTime(otherLeftMs - otherMs, { feature: "calendars" }),
        activeTime(conversationsMs + otherLeftMs - otherMs),
      ]);
    },
  },
  {
    name: "Two windows side by side, in turn",
    family: "time",
    form: "full",
    needs: ["windows"],
    async run({ open, browser, site, activeTime }) {
      const one = await open("/conversations");
      const oneMs = await seenAt(one);
      await use(one, 3_000);
      const opening = browser.openWindow(site.url("/calendars"));
      const leftMs = await leave(one, () => opening);
      const other = await opening;
      const otherMs = await seenAt(other);
      await use(other, 3_000);
      const returning = one.focus();
      const [otherLeftMs, backMs] = await Promise.all([leave(other, () => returning), comeBack(one, () => returning)]);
      await use(one, 3_000);
      const toMs = Date.now();
      await one.close();
      await other.close();
      const conversationsMs = leftMs - oneMs + toMs - backMs;
      return Promise.all([
        activeTime(conversationsMs, { feature: "conversations" }),
        activeTime(otherLeftMs - otherMs, { feature: "calendars" }),
        activeTime(conversationsMs + otherLeftMs - otherMs),
      ]);
    },
  },
];
