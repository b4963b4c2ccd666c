import { DatabaseSync } from "node:sqlite";

/** Active time of an account by feature in ms, summed from the raw cells in the file itself. */
export function storedSums(path: string, account: string, column: "active_30s_ms" | "active_60s_ms") {
  const database = new DatabaseSync(path, { readOnly: true });
  const rows = database
    .prepare(
      `SELECT features.key AS feature, SUM(cells.${column}) AS ms
       FROM cells JOIN writers ON writers.id = cells.writer
         JOIN features ON features.id = cells.feature JOIN accounts ON accounts.id = writers.account
       WHERE accounts.key = ? GROUP BY features.key`,
    )
    .all(account);
  database.close();
  return Object.fromEntries(rows.map(({ feature, ms }) => [String(feature), Number(ms)]));
}
