/** What Valibot's `record` leaves out in silence. */
const SKIPPED: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * The field of a line, such as `attributes`, that has a key which no check of its shape sees.
 * @returns null: none has.
 */
export function fieldWithPrototypeKey(json: unknown): string | null {
  const keysOf = (value: unknown): readonly string[] =>
    typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  for (const field of keysOf(json)) {
    if (keysOf((json as Readonly<Record<string, unknown>>)[field]).some((key) => SKIPPED.has(key))) return field;
  }
  return null;
}
