import type { DatabaseSync } from "node:sqlite";
import { LARGEST, type Counting, type Sums } from "../api/counting/sums.ts";

/**
 * Numbers by name as a file keeps them: a list of the name's integer and the amount, one pair after the other. Names are
 * long, the same for every account, and are kept once: with them the file would be four times as large, and as slow to read.
 */
export interface SumsText {
  /** Always the same text for the same numbers. Names that are new are kept. */
  write(sums: Sums): string;
  read(text: string): Counting;
  /** All of them together, as `addSums` has it. */
  sumUp(texts: Iterable<string>): Counting;
}

/** Reads and writes with the names of a file. */
export function createSumsText(database: DatabaseSync): SumsText {
  const select = database.prepare("SELECT name FROM sum_names ORDER BY id");
  let names: string[] = [];
  let ids = new Map<string, number>();
  const reload = (): void => {
    names = select.all().map(({ name }) => String(name));
    ids = new Map(names.map((name, id) => [name, id]));
  };
  reload();
  const nameOf = (id: number): string => {
    // Whoever writes has found another one since.
    if (names[id] === undefined) reload();
    return names[id] ?? "";
  };
  let insert: ReturnType<DatabaseSync["prepare"]> | undefined;
  const idOf = (name: string): number => {
    const known = ids.get(name);
    if (known !== undefined) return known;
    insert ??= database.prepare("INSERT OR IGNORE INTO sum_names (id, name) VALUES (?, ?)");
    insert.run(names.length, name);
    reload();
    return ids.get(name) ?? 0;
  };
  const pairsOf = (text: string): readonly number[] => JSON.parse(text) as readonly number[];
  return {
    write(sums) {
      const byId: (readonly [id: number, amount: number])[] = [];
      for (const name of Object.keys(sums)) byId.push([idOf(name), sums[name] ?? 0]);
      byId.sort(([one], [other]) => one - other);
      return `[${byId.join(",")}]`;
    },
    read(text) {
      const pairs = pairsOf(text);
      const sums: Counting = {};
      for (let at = 0; at < pairs.length; at += 2) sums[nameOf(pairs[at] ?? 0)] = pairs[at + 1] ?? 0;
      return sums;
    },
    sumUp(texts) {
      const amounts: number[] = [];
      for (const text of texts) {
        const pairs = pairsOf(text);
        for (let at = 0; at < pairs.length; at += 2) {
          const [id = 0, amount = 0] = [pairs[at], pairs[at + 1]];
          const known = amounts[id];
          if (known === undefined) amounts[id] = amount;
          else amounts[id] = nameOf(id).startsWith(LARGEST) ? Math.max(known, amount) : known + amount;
        }
      }
      const sums: Counting = {};
      amounts.forEach((amount, id) => {
        sums[nameOf(id)] = amount;
      });
      return sums;
    },
  };
}
