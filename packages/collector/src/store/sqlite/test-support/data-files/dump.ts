import type { DatabaseSync } from "node:sqlite";

/** A database as SQL that makes it again: its marks, its schema, its rows in the order of their keys. */
export function dumpOf(database: DatabaseSync): string {
  const pragma = (name: string) => `PRAGMA ${name} = ${String(database.prepare(`PRAGMA ${name}`).get()?.[name])};`;
  const entries = database
    .prepare("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")
    .all() as { readonly type: string; readonly name: string; readonly sql: string }[];
  const rows = entries.flatMap(({ type, name }) => (type === "table" ? rowsOf(database, name) : []));
  return `${[pragma("application_id"), pragma("user_version"), ...entries.map(({ sql }) => `${sql};`), ...rows].join("\n")}\n`;
}

function rowsOf(database: DatabaseSync, table: string): readonly string[] {
  const columns = database.prepare(`SELECT name FROM pragma_table_info(?)`).all(table);
  const names = columns.map(({ name }) => `"${String(name)}"`).join(", ");
  const values = columns.map(({ name }) => `quote("${String(name)}")`).join(" || ', ' || ");
  const texts = database.prepare(`SELECT ${values} AS text FROM "${table}" ORDER BY ${names}`).all();
  const lines = texts.map(({ text }) => `(${String(text)})`);
  return lines.length === 0 ? [] : [`INSERT INTO "${table}" (${names}) VALUES\n${lines.join(",\n")};`];
}
