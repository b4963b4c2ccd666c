import { MAX_ID_LENGTH } from "./limits.ts";

/** Keys that mean something to objects themselves. */
const OBJECT_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Control characters and, since the expression reads code points, lone surrogates. */
const UNFIT_CHARACTER = /[\p{Cc}\p{Cs}]/u;

/**
 * Whether a value can name an account, user, feature, action or asset: a string of 1 to `MAX_ID_LENGTH` UTF-16 units without
 * control characters, lone surrogates or a prototype key. The collector refuses a cell or writer that names another.
 */
export function isId(value: unknown): value is string {
  return (
    typeof value === "string" &&
    value !== "" &&
    value.length <= MAX_ID_LENGTH &&
    !UNFIT_CHARACTER.test(value) &&
    !OBJECT_KEYS.has(value)
  );
}
