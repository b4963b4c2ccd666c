import { createStore, type UseStore } from "idb-keyval";

/** Storage may never answer: some private modes, a full disk, a frozen tab that holds a lock. Nobody waits longer. */
export const PATIENCE_MS = 1_000;

/**
 * A store that rejects when the browser doesn't answer in time, and then at once until it does, so that nothing piles up.
 * It makes way for a host that deletes its databases, and opens again after that and after a connection that was lost.
 */
export function createPatientStore(page: Window, database: string, name: string): UseStore {
  let store = createStore(database, name);
  let isStuck = false;
  const reopen = () => {
    store = createStore(database, name);
  };
  return async (mode, callback) => {
    if (isStuck) throw new Error("[uptake] The browser's storage still doesn't answer. Sending goes on without it.");
    const done = store(mode, (records) => {
      const { db } = records.transaction;
      db.onversionchange = () => {
        db.close();
        reopen();
      };
      return callback(records);
    });
    let timer: number | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = page.setTimeout(() => {
        isStuck = true;
        reject(new Error(`[uptake] The browser's storage didn't answer within ${PATIENCE_MS} ms.`));
      }, PATIENCE_MS);
    });
    const end = () => {
      isStuck = false;
      page.clearTimeout(timer);
    };
    done.then(end, (error: unknown) => {
      end();
      if ((error as Error | null)?.name === "InvalidStateError") reopen();
    });
    return Promise.race([done, late]);
  };
}
