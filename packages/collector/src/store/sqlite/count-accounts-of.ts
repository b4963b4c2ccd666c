import { openForReading } from "./database.ts";
import { toStoreError } from "./thread-error.ts";

/**
 * How many accounts a store's file has, whoever may see them: what is done ahead depends on it.
 * @throws StoreUnavailableError when it can't be read.
 */
export function countAccountsOf(path: string): number {
  try {
    const database = openForReading(path);
    try {
      return Number(database.prepare("SELECT count(*) AS count FROM accounts").get()?.["count"]);
    } finally {
      database.close();
    }
  } catch (error) {
    throw toStoreError(error, "count of accounts");
  }
}
