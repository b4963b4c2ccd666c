import { openForReading } from "./database.ts";

/** How many accounts a store's file has, whoever may see them: what is done ahead depends on it. */
export function countAccountsOf(path: string): number {
  const database = openForReading(path);
  try {
    return Number(database.prepare("SELECT count(*) AS count FROM accounts").get()?.["count"]);
  } finally {
    database.close();
  }
}
