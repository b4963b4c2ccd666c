import { follow, look, seenAt, touch, type, until, use } from "../person.ts";
import type { Scenario } from "../scenario.ts";

const link = (path: string) => `<a id="next" href="${path}" style="display:block;padding:20px">Next</a>`;

/** What one person does in one tab in front of them. */
export const attentionScenarios: readonly Scenario[] = [
  {
    name: "Continuous use, then the tab is closed",
    family: "time",
    form: "short",
    needs: [],
    async run({ open, activeTime, visits }) {
      const tab = await open("/conversations");
      const fromMs = await seenAt(tab);
      await use(tab, 6_000);
      await type(tab, 4_000);
      const toMs = Date.now();
      await tab.close();
      return Promise.all([activeTime(toMs - fromMs), visits("conversations", 1)]);
    },
  },
  {
    name: "Used, then left standing",
    family: "time",
    form: "short",
    needs: [],
    async run({ open, flush, activeTime }) {
      const tab = await open("/conversations");
      const fromMs = await seenAt(tab);
      const toMs = await use(tab, 5_000);
      await look(8_000);
      await flush(tab);
      return [await activeTime(toMs - fromMs)];
    },
  },
  {
    name: "20 s of use, away for longer than the 30 s limit, and back",
    family: "time",
    form: "full",
    needs: [],
    async run({ open, activeTime }) {
      const tab = await open("/conversations");
      const fromMs = await seenAt(tab);
      const awayMs = await use(tab, 20_000);
      await look(36_000);
      const backMs = await touch(() => tab.moveMouse(250, 250));
      await use(tab, 3_000);
      const toMs = Date.now();
      await tab.close();
      const usedMs = awayMs - fromMs + toMs - backMs;
      return [await activeTime(usedMs, { idleLimitMs: 30_000 })];
    },
  },
  {
    name: "20 s of use, away for longer than the 60 s limit, and back",
    family: "time",
    form: "full",
    needs: [],
    async run({ open, activeTime }) {
      const tab = await open("/conversations");
      const fromMs = await seenAt(tab);
      const awayMs = await use(tab, 20_000);
      await look(66_000);
      const backMs = await touch(() => tab.moveMouse(250, 250));
      await use(tab, 3_000);
      const toMs = Date.now();
      await tab.close();
      return [await activeTime(awayMs - fromMs + toMs - backMs)];
    },
  },
  {
    name: "Reading with a sign of life now and then",
    family: "time",
    form: "full",
    needs: [],
    async run({ open, activeTime }) {
      const tab = await open("/conversations");
      const fromMs = await seenAt(tab);
      await look(25_000);
      await tab.pressKey("j");
      await look(20_000);
      const toMs = await touch(() => tab.pressKey("j"));
      await look(4_000);
      return [await activeTime(toMs - fromMs, { idleLimitMs: 30_000 })];
    },
  },
  {
    name: "Reading across several page loads",
    family: "time",
    form: "short",
    needs: [],
    page: (path) => ({ body: link(path === "/conversations" ? "/calendars" : "/contacts") }),
    async run({ open, activeTime }) {
      const tab = await open("/conversations");
      const conversationsMs = await seenAt(tab);
      await look(4_000);
      const leftMs = await follow(tab, "#next", "/calendars");
      const calendarsMs = await seenAt(tab);
      await look(3_000);
      const leftAgainMs = await follow(tab, "#next", "/contacts");
      const contactsMs = await seenAt(tab);
      await look(3_000);
      await tab.click("h1");
      const toMs = Date.now();
      await tab.close();
      return Promise.all([
        activeTime(leftMs - conversationsMs, { feature: "conversations" }),
        activeTime(leftAgainMs - calendarsMs, { feature: "calendars" }),
        activeTime(toMs - contactsMs, { feature: "contacts" }),
        activeTime(leftMs - conversationsMs + leftAgainMs - calendarsMs + toMs - contactsMs),
      ]);
    },
  },
  {
    name: "Each route of a single page its share",
    family: "time",
    form: "short",
    needs: [],
    async run({ open, activeTime, visits }) {
      const tab = await open("/conversations");
      const fromMs = await seenAt(tab);
      await use(tab, 3_000);
      const calendarsMs = await touch(() => tab.evaluate(`history.pushState(null, "", "/calendars")`));
      // Nothing is touched: the change splits the open gap.
      await look(2_500);
      await use(tab, 1_500);
      const contactsMs = await touch(() => tab.evaluate(`history.pushState(null, "", "/contacts")`));
      await use(tab, 3_000);
      const backMs = await touch(() => tab.back());
      await use(tab, 1_500);
      const toMs = Date.now();
      await tab.close();
      return Promise.all([
        activeTime(calendarsMs - fromMs, { feature: "conversations" }),
        activeTime(contactsMs - calendarsMs + toMs - backMs, { feature: "calendars" }),
        activeTime(backMs - contactsMs, { feature: "contacts" }),
        activeTime(toMs - fromMs),
        visits("calendars", 2),
      ]);
    },
  },
  {
    name: "A page that reloads itself, unattended",
    family: "time",
    form: "short",
    needs: [],
    page: () => ({
      body: `<script>if (!location.hash.startsWith("#3")) setTimeout(() => {
        location.hash = Number(location.hash.slice(1)) + 1; location.reload(); }, 2000)</script>`,
    }),
    async run({ open, flush, activeTime, visits }) {
      const tab = await open("/conversations");
      await until(tab, `location.hash === "#3" && document.readyState === "complete"`);
      await look(1_000);
      await flush(tab);
      return Promise.all([activeTime(0), visits("conversations", 4)]);
    },
  },
  {
    name: "A route that rotates by itself, unattended",
    family: "time",
    form: "short",
    needs: [],
    page: () => ({
      body: `<script>turns = 0; setInterval(() => {
        if (turns < 7) history.pushState(null, "", ["/calendars", "/contacts", "/conversations"][turns++ % 3]); }, 1000)</script>`,
    }),
    async run({ open, flush, activeTime, visits }) {
      const tab = await open("/conversations");
      await until(tab, "turns === 7");
      await look(1_000);
      await flush(tab);
      return Promise.all([activeTime(0), visits("calendars", 3), visits("conversations", 3)]);
    },
  },
];
