import { promisifyRequest, type UseStore } from "idb-keyval";
import { cellKey } from "./cell-state.ts";
import { createPatientStore } from "./patient-store.ts";
import { slotOf } from "./protocol/index.ts";
import { createTails, type Tails } from "./tails.ts";
import { mergeRecords, type WriterRecord } from "./writer.ts";

/** State that nobody took for this long never will be: the collector's late window. */
export const KEPT_DAYS = 35;

/** What waits in the browser for the collector: one record per writer. Without storage everything just stays in memory. */
export interface Pending {
  /** What earlier documents left behind, tails merged in. */
  load(wallMs: number): Promise<readonly WriterRecord[]>;
  /**
   * Merges a record into the stored one by maximum, and deletes it if nothing in it is above the confirmed values.
   * @returns whether that is committed.
   */
  save(record: WriterRecord): Promise<boolean>;
  /**
   * Moves cells to another record, if the stored one still has them.
   * @returns false when another document has moved them before. Rejects when storage fails.
   */
  move(from: WriterRecord, to: WriterRecord): Promise<boolean>;
  readonly tails: Pick<Tails, "keep" | "remove">;
}

/** Changes records in one transaction, committed without waiting for the page's next turn. */
function change(store: UseStore, ids: readonly string[], next: (stored: (WriterRecord | undefined)[]) => unknown[]) {
  return store("readwrite", async (records) => {
    const stored = await Promise.all(
      ids.map((id) => promisifyRequest(records.get(id) as IDBRequest<WriterRecord | undefined>)),
    );
    next(stored).forEach((record, index) =>
      record === undefined ? records.delete(ids[index] ?? "") : records.put(record, ids[index]),
    );
    const { transaction } = records;
    transaction.commit();
    await promisifyRequest(transaction);
  });
}

/** Whether it is a record as this version writes them: another one may have been here, or the host. */
const isWhole = (record: WriterRecord | undefined) => Array.isArray(record?.cells) && Array.isArray(record.confirmed);

/** @param key the workspace's public key; each has a database of its own. */
export function createPending(page: Window, key: string): Pending {
  const store = createPatientStore(page, `uptake-${key}`, "writers");
  const tails = createTails(page, key);
  const save = async (record: WriterRecord) => {
    try {
      await change(store, [record.id], ([stored]) => [mergeRecords(record, stored)]);
      return true;
    } catch {
      return false;
    }
  };
  return {
    save,
    async load(wallMs) {
      const records = new Map<string, WriterRecord>();
      for (const record of tails.read().filter(isWhole)) {
        if (await save(record)) tails.remove(record.id);
        else records.set(record.id, record);
      }
      try {
        const stored = await store("readonly", (all) => promisifyRequest<WriterRecord[]>(all.getAll()));
        for (const record of stored.filter(isWhole)) records.set(record.id, record);
      } catch {
        // The tails are all there is.
      }
      const oldest = slotOf(wallMs - KEPT_DAYS * 86_400_000);
      const expired = [...records.values()].filter((record) => record.cells.every((cell) => cell.slot < oldest));
      for (const record of expired) {
        records.delete(record.id);
        await save({ ...record, confirmed: record.cells });
        tails.remove(record.id);
      }
      return [...records.values()];
    },
    async move(from, to) {
      let moved = false;
      await change(store, [from.id, to.id], ([stored]) => {
        const keys = new Set(stored?.cells.map(cellKey));
        moved = from.cells.every((cell) => keys.has(cellKey(cell)));
        const left = stored && mergeRecords({ ...stored, confirmed: [...stored.confirmed, ...from.cells] }, undefined);
        return [left, moved ? to : undefined];
      });
      return moved;
    },
    tails,
  };
}
