import { createStore, type UseStore } from "idb-keyval";
import { inTime } from "./in-time.ts";

/** Storage may never answer: some private modes, a full disk, a frozen tab that holds a lock. Nobody waits longer. */
export const PATIENCE_MS = 1_000;

/**
 * A store that rejects when the browser doesn't answer in time, and then at once until it does, so that nothing piles up.
 * It makes way for a host that deletes its databases, and opens again after that and after a connection that was lost.
 */
export function createPatientStore(page: Window, database: string, name: string): UseStore {
  let store = createStore(database, name);
  let isStuck = false;
  const giveUp = (): never => {
    isStuck = true;
    throw new Error("stuck");
  };
  const follow = async (done: Promise<unknown>) => {
    try {
      await done;
    } catch (error) {
      // The connection is closed.
      if ((error as Error | null)?.name === "InvalidStateError") store = createStore(database, name);
    }
    isStuck = false;
  };
  return async (mode, callback) => {
    if (isStuck) giveUp();
    const done = store(mode, (records) => {
      const { db } = records.transaction;
      db.onversionchange = () => db.close();
      return callback(records);
    });
    void follow(done);
    return inTime(page, PATIENCE_MS, done, giveUp);
  };
}
