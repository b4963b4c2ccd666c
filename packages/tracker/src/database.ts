/* oxlint-disable unicorn/prefer-add-event-listener -- Nobody else has these objects, and properties take less code. */
import { guard, ignore } from "./edges.ts";

/**
 * One object store of one database, opened when it is first used, and again after a connection that was lost or closed.
 * By hand, since a library's handlers would let what a broken browser throws in them out into the host's page.
 */

const STORE = "writers";

let name: string;
let opened: Promise<IDBDatabase> | undefined;

/** @param database the name of the one that is used from now on. */
export const chooseDatabase = (database: string) => {
  name = database;
  opened = undefined;
};

const open = () =>
  new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name);
    const take = () => {
      const { result } = request;
      resolve(result);
      const forget = () => {
        opened = undefined;
        guard(() => result.close());
      };
      // Makes way for a host that deletes its databases.
      result.onclose = result.onversionchange = forget;
    };
    request.onupgradeneeded = () => guard(() => request.result.createObjectStore(STORE));
    request.onsuccess = () => guard(take);
    request.onerror = reject;
  });

/**
 * Runs a transaction, once more if the connection turns out to be lost.
 * @param run makes the requests. Commits, if it needs no answers.
 * @returns whether it was done; never rejects.
 */
export const transact = (run: (records: IDBObjectStore) => unknown, isAgain?: boolean): Promise<boolean> =>
  (opened ??= open())
    .then(
      (database) =>
        new Promise<boolean>((resolve, reject) => {
          const transaction = database.transaction(STORE, "readwrite");
          // What fails is aborted.
          transaction.oncomplete = () => resolve(true);
          transaction.onabort = reject;
          run(transaction.objectStore(STORE));
        }),
    )
    .catch(() => {
      opened?.then((database) => database.close()).catch(ignore);
      opened = undefined;
      return !isAgain && transact(run, true);
    });
