import type { DatabaseSync } from "node:sqlite";
import { addSums, largestNames, type Counting } from "../api/counting/sums.ts";
import type { KeptPart, KeptSums } from "../api/reading/kept.ts";
import { createSumsText } from "./sums-text.ts";

/** Keeps numbers, and their sums over everybody by the difference; of what is the largest there is no difference. */
export function createSumsWriter(database: DatabaseSync) {
  const select = database.prepare("SELECT sums FROM account_sums WHERE part = ? AND account = ?");
  const put = database.prepare("INSERT OR REPLACE INTO account_sums (part, account, sums) VALUES (?, ?, ?)");
  const selectAll = database.prepare("SELECT sums FROM sums WHERE part = ?");
  const putAll = database.prepare("INSERT OR REPLACE INTO sums (part, sums) VALUES (?, ?)");
  const selectOfPart = database.prepare("SELECT sums FROM account_sums WHERE part = ?");
  const text = createSumsText(database);
  const parse = (sums: unknown): Counting => (sums === undefined ? {} : text.read(String(sums)));
  const largestIn = (part: KeptPart): Counting => text.sumUp(selectOfPart.all(part).map(({ sums }) => String(sums)));
  let moved = new Map<KeptPart, Counting>();
  let lost = new Map<KeptPart, Set<string>>();
  return {
    put(part: KeptPart, account: string, sums: KeptSums): void {
      const all = moved.get(part) ?? parse(selectAll.get(part)?.["sums"]);
      moved.set(part, all);
      const before = parse(select.get(part, account)?.["sums"]);
      for (const name of largestNames(before)) {
        const isLess = (sums[name] ?? -Infinity) < (before[name] ?? -Infinity);
        if (isLess && before[name] === all[name]) lost.set(part, (lost.get(part) ?? new Set()).add(name));
      }
      addSums(all, before, -1);
      addSums(all, sums);
      put.run(part, account, text.write(sums));
    },
    flush(): void {
      for (const [part, sums] of moved) {
        const lostNames = lost.get(part);
        if (lostNames !== undefined) {
          const largest = largestIn(part);
          for (const name of lostNames) {
            const amount = largest[name];
            if (amount === undefined) delete sums[name];
            else sums[name] = amount;
          }
        }
        putAll.run(part, text.write(sums));
      }
      moved = new Map();
      lost = new Map();
    },
  };
}
