import { compileFeatures, IDLE_LIMITS_MS, type PublicDefinitions } from "../../packages/tracker/src/protocol/index.ts";
import { startRecordingCollector, type Answer } from "../support/recording-collector.ts";
import type { Answering, Subject } from "./subject.ts";

const definitions: PublicDefinitions = {
  version: 1,
  enabled: true,
  idleLimit: "60s",
  ...compileFeatures([
    { feature: "conversations", urls: ["/conversations", "/conversations/:id"] },
    { feature: "calendars", urls: ["/calendars"] },
    { feature: "contacts", urls: ["/contacts"] },
    { feature: "videos", urls: ["/videos"], attention: "media" },
    { feature: "board", urls: ["/board"], attention: "visible" },
  ]),
};

/** What a document had counted when it went away, for the test to compare with what arrived. */
const keepCount = `<script>
  addEventListener("pagehide", () => {
    const { writer, activeMs } = uptake.progress();
    localStorage.setItem("counted:" + writer, JSON.stringify(activeMs));
  });
</script>`;

/** Where {@link keepCount} has put it: ms by writer under an idle limit. */
export const countedByPages = (idleLimitMs: number): string => `Object.fromEntries(
  Object.keys(localStorage).filter((name) => name.startsWith("counted:")).map((name) => [
    name.slice(8),
    Object.values(JSON.parse(localStorage[name])).reduce((sum, ms) => sum + ms[${limitIndex(idleLimitMs)}], 0),
  ]))`;

const answers: Readonly<Record<Answering, Answer>> = {
  well: null,
  unavailable: { status: 503, headers: { "Retry-After": "1" } },
  lost: "lost",
};

function limitIndex(idleLimitMs: number): number {
  const index = IDLE_LIMITS_MS.indexOf(idleLimitMs);
  if (index === -1) throw new Error(`[test] No idle limit of ${idleLimitMs} ms.`);
  return index;
}

function sumBy<Item>(items: readonly Item[], key: (item: Item) => string, value: (item: Item) => number) {
  const sums: Record<string, number> = {};
  for (const item of items) sums[key(item)] = (sums[key(item)] ?? 0) + value(item);
  return sums;
}

/** Our tracker, as it is shipped, in front of a collector that merges as ours does. */
export const uptakeSubject: Subject = {
  name: "Uptake",
  hasFeatures: true,
  async open() {
    const collector = await startRecordingCollector(definitions);
    return {
      html: (user) =>
        `<script src="${collector.collectorUrl}/uptake.js?key=pk_test" data-account="acme" data-user="${user}"></script>${keepCount}`,
      action: (name, count) => `for (let i = 0; i < ${count}; i++) uptake.track(${JSON.stringify(name)})`,
      flush: "uptake.flush()",
      reported(user, idleLimitMs) {
        const limit = limitIndex(idleLimitMs);
        const cells = collector.cells().filter((cell) => cell.user === user);
        const actions = cells.flatMap((cell) => Object.entries(cell.actions ?? {}));
        return {
          activeMs: sumBy(
            cells,
            (cell) => cell.feature,
            (cell) => cell.activeMs[limit] ?? 0,
          ),
          visits: sumBy(
            cells,
            (cell) => cell.feature,
            (cell) => cell.visits,
          ),
          actions: sumBy(
            actions,
            ([name]) => name,
            ([, count]) => count,
          ),
          documents: sumBy(
            cells,
            (cell) => cell.writer,
            (cell) => cell.activeMs[limit] ?? 0,
          ),
        };
      },
      answer: (how) => collector.answerWith(() => answers[how]),
      close: () => collector.close(),
    };
  },
};
