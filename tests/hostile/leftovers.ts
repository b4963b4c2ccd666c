import type { Page } from "playwright-core";

/** What a page's origin keeps in the browser. */
export interface Leftovers {
  readonly localStorage: Readonly<Record<string, string>>;
  readonly sessionStorage: Readonly<Record<string, string>>;
  readonly cookies: string;
  /** Records by database and store: texts as they are, others as JSON. */
  readonly databases: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** Reads everything that the page's origin keeps. */
export const leftovers = (page: Page): Promise<Leftovers> =>
  page.evaluate(async () => {
    const done = <Result>(request: IDBRequest<Result>) =>
      new Promise<Result>((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(request.error ?? new Error("refused")));
      });
    const databases: Record<string, Record<string, string[]>> = {};
    for (const { name = "" } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      const stores: Record<string, string[]> = {};
      for (const store of database.objectStoreNames) {
        const records = await done(database.transaction(store).objectStore(store).getAll());
        stores[store] = records.map((record: unknown) =>
          typeof record === "string" ? record : JSON.stringify(record),
        );
      }
      database.close();
      databases[name] = stores;
    }
    return {
      localStorage: { ...localStorage },
      sessionStorage: { ...sessionStorage },
      cookies: document.cookie,
      databases,
    };
  });
