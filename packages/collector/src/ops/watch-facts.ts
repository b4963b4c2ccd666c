import type { Facts } from "../store/facts.ts";
import type { WriteWatch } from "./write-watch.ts";

/**
 * The same facts, their writes followed. Folds and backfills are not: they are many transactions, and may take long
 * without anything being wrong.
 * @param committed told how long each merge took, in ms, from handing its cells over until they were on disk.
 */
export function watchFacts(facts: Facts, watch: WriteWatch, committed: (tookMs: number) => void): Facts {
  return {
    ...facts,
    mergeCells: (cells, receivedAtMs) => watch.follow(facts.mergeCells(cells, receivedAtMs), committed),
    quarantine: (rows, receivedAtMs) => watch.follow(facts.quarantine(rows, receivedAtMs)),
    push: (kind, rows, receivedAtMs, actor) => watch.follow(facts.push(kind, rows, receivedAtMs, actor)),
    putAccounts: (rows) => watch.follow(facts.putAccounts(rows)),
    putUsers: (rows) => watch.follow(facts.putUsers(rows)),
    putAssets: (rows) => watch.follow(facts.putAssets(rows)),
    probe: () => watch.follow(facts.probe()),
  };
}
