/** Keys that mean something to every object: what is kept under them would be lost, so nothing can be called that. */
const RESERVED_KEYS = ["__proto__", "constructor", "prototype"] as const;

/** Those of them that an object has of its own, as one that was read from JSON can; of anything else none. */
export function reservedKeys(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return RESERVED_KEYS.filter((key) => Object.hasOwn(value, key));
}
