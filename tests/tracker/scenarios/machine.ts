import { betweenMovesMs, comeBack, follow, goneAt, leave, look, seenAt, touch, until, use } from "../person.ts";
import type { Scenario } from "../scenario.ts";

const link = (path: string) => `<a id="next" href="${path}" style="display:block;padding:20px">Next</a>`;

/** A wall clock that `setClock(ms)` puts forth or back, as a person or the network does with the machine's. */
const movableClock = `<script>{
  const RealDate = Date;
  let offsetMs = 0;
  globalThis.setClock = (ms) => { offsetMs = ms; };
  globalThis.Date = class extends RealDate {
    constructor(...parts) { super(...(parts.length > 0 ? parts : [RealDate.now() + offsetMs])); }
    static now() { return RealDate.now() + offsetMs; }
  };
}</script>`;

const clockScenario = (name: string, form: Scenario["form"], jumpsMs: readonly number[]): Scenario => ({
  name,
  family: "time",
  form,
  needs: [],
  page: () => ({ before: movableClock }),
  async run({ open, flush, activeTime, visits }) {
    const tab = await open("/conversations");
    const fromMs = await seenAt(tab);
    await use(tab, 3_000);
    for (const jumpMs of jumpsMs) {
      await tab.evaluate(`setClock(${jumpMs})`);
      await use(tab, 5_000);
      await flush(tab);
    }
    await use(tab, 1_000);
    const toMs = Date.now();
    await tab.close();
    // What the collector refused, the next visit brings.
    const next = await open("/calendars");
    await flush(next);
    await look(1_500);
    return Promise.all([activeTime(toMs - fromMs, { feature: "conversations" }), visits("conversations", 1)]);
  },
});

/**
 * The clock jumps between two signs of life. Forth, that can be a machine whose monotonic clock stands still while it
 * sleeps, so the gap counts nothing; back, it can't.
 */
const jumpWhileReading = (name: string, jumpMs: number): Scenario => ({
  name,
  family: "time",
  form: "full",
  needs: [],
  page: () => ({ before: movableClock }),
  async run({ open, flush, activeTime, visits }) {
    const tab = await open("/conversations");
    const fromMs = await seenAt(tab);
    const lastMs = await use(tab, 3_000);
    await look(5_000);
    await tab.evaluate(`setClock(${jumpMs})`);
    await look(1_000);
    const nextMs = await touch(() => tab.moveMouse(250, 250));
    await use(tab, 3_000);
    const toMs = Date.now();
    await tab.close();
    const next = await open("/calendars");
    await flush(next);
    const gapMs = jumpMs > 0 ? nextMs - lastMs : 0;
    return Promise.all([activeTime(toMs - fromMs - gapMs, { feature: "conversations" }), visits("conversations", 1)]);
  },
});

/** What machine and browser do to a page. */
export const machineScenarios: readonly Scenario[] = [
  {
    name: "The machine sleeps in the midst of it",
    family: "time",
    form: "short",
    needs: ["sleep"],
    async run({ open, browser, activeTime }) {
      const tab = await open("/conversations");
      const fromMs = await seenAt(tab);
      const asleepMs = await use(tab, 3_000);
      await browser.sleep(9_000);
      const awakeMs = await touch(() => tab.moveMouse(250, 250));
      await use(tab, 3_000);
      const toMs = Date.now();
      await tab.close();
      return [await activeTime(asleepMs - fromMs + toMs - awakeMs)];
    },
  },
  {
    name: "Hidden, frozen and back",
    family: "time",
    form: "short",
    needs: ["hide", "freeze"],
    async run({ open, activeTime }) {
      const tab = await open("/conversations");
      const fromMs = await seenAt(tab);
      await use(tab, 3_000);
      const hiddenMs = await leave(tab, () => tab.hide());
      await tab.freeze();
      await look(5_000);
      await tab.resume();
      const shownMs = await comeBack(tab, () => tab.show());
      await use(tab, 3_000);
      const toMs = Date.now();
      await tab.close();
      return [await activeTime(hiddenMs - fromMs + toMs - shownMs)];
    },
  },
  {
    name: "Left and restored by the back button",
    family: "time",
    form: "short",
    needs: ["back-forward-cache"],
    page: () => ({ body: link("/calendars") }),
    async run({ open, activeTime }) {
      const tab = await open("/conversations");
      const fromMs = await seenAt(tab);
      await tab.evaluate("isRestored = true");
      await use(tab, 3_000);
      const leftMs = await follow(tab, "#next", "/calendars");
      const calendarsMs = await seenAt(tab);
      await use(tab, 3_000);
      const usedMs = Date.now();
      const backMs = await comeBack(tab, () => tab.back());
      const calendarsLeftMs = await goneAt(tab, usedMs);
      if (!(await tab.evaluate<boolean>("globalThis.isRestored === true")))
        throw new Error("The page was loaded anew.");
      await use(tab, 3_000);
      const toMs = Date.now();
      await tab.close();
      const conversationsMs = leftMs - fromMs + toMs - backMs;
      return Promise.all([
        activeTime(conversationsMs, { feature: "conversations" }),
        activeTime(calendarsLeftMs - calendarsMs, { feature: "calendars" }),
        activeTime(conversationsMs + calendarsLeftMs - calendarsMs),
      ]);
    },
  },
  {
    name: "Prerendered, then shown",
    family: "time",
    form: "short",
    needs: ["prerender"],
    page: (path) => ({
      before:
        path === "/conversations"
          ? `<script type="speculationrules">{"prerender":[{"urls":["/calendars"],"eagerness":"immediate"}]}</script>`
          : "",
      body: link("/calendars"),
    }),
    async run({ open, flush, site, reported, activeTime, visits }) {
      const tab = await open("/conversations");
      const fromMs = await seenAt(tab);
      await use(tab, 5_000);
      if (!site.visited.includes("/calendars")) throw new Error("Nothing was prerendered.");
      await flush(tab);
      const early = reported();
      const shownMs = await follow(tab, "#next", "/calendars");
      await until(tab, `performance.getEntriesByType("navigation")[0].activationStart > 1000`);
      await use(tab, 3_000);
      const toMs = Date.now();
      await tab.close();
      return Promise.all([
        {
          what: "calendars, while prerendered",
          unit: "s",
          truth: 0,
          reported: early.activeMs["calendars"] ?? 0,
          below: 0,
          above: 0,
        },
        activeTime(shownMs - fromMs, { feature: "conversations" }),
        activeTime(toMs - shownMs, { feature: "calendars" }),
        activeTime(toMs - fromMs),
        visits("calendars", 1),
      ]);
    },
  },
  {
    name: "The page crashes: at most the open gap and 5 s are lost",
    family: "time",
    form: "short",
    needs: ["crash"],
    async run({ open, activeTime }) {
      const tab = await open("/conversations");
      const fromMs = await seenAt(tab);
      const toMs = await use(tab, 9_000);
      await tab.crash();
      await open("/calendars");
      return [await activeTime(toMs - fromMs, { feature: "conversations", mayLoseMs: 5_000 + betweenMovesMs })];
    },
  },
  clockScenario("The clock jumps two hours forth", "full", [7_200_000]),
  clockScenario("The clock jumps two hours back", "full", [-7_200_000]),
  clockScenario("The clock jumps forth and back again", "full", [7_200_000, 0, -7_200_000, 0]),
  jumpWhileReading("The machine sleeps, and its monotonic clock with it", 7_200_000),
  jumpWhileReading("The clock is set back while somebody reads", -7_200_000),
];
