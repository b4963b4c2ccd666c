import { guard } from "./edges.ts";

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

/** Waits for a request or a transaction. Rejects when it fails. */
const done = (of: IDBRequest | IDBTransaction): Promise<unknown> =>
  new Promise((resolve, reject) => {
    Object.assign(of, { onsuccess: resolve, oncomplete: resolve, onerror: reject, onabort: reject });
  });

/** The result of a request. */
export const resultOf = async <Result>(request: IDBRequest<Result>): Promise<Result> => {
  await done(request);
  return request.result;
};

const open = async (): Promise<IDBDatabase> => {
  const request = indexedDB.open(name);
  request.onupgradeneeded = () => void guard(() => request.result.createObjectStore(STORE));
  const database = await resultOf(request);
  // Makes way for a host that deletes its databases.
  for (const type of ["versionchange", "close"]) database.addEventListener(type, forget);
  return database;
};

const forget = () => {
  opened?.then((database) => database.close()).catch(() => {});
  opened = undefined;
};

/**
 * Runs a transaction, committed without waiting for the page's next turn, once more if the connection turns out to be lost.
 * @returns whether it was; never rejects.
 */
export const transact = async (run: (records: IDBObjectStore) => unknown, isAgain = false): Promise<boolean> => {
  try {
    const transaction = (await (opened ??= open())).transaction(STORE, "readwrite");
    const end = done(transaction);
    end.catch(() => {});
    await run(transaction.objectStore(STORE));
    transaction.commit();
    await end;
    return true;
  } catch (error) {
    forget();
    return !isAgain && (error as Error | undefined)?.name === "InvalidStateError" ? transact(run, true) : false;
  }
};
