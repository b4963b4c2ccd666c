import { MAX_ID_LENGTH } from "./limits.ts";

/** No control characters, no lone surrogates (the expression reads code points), no key that means something to objects. */
const FIT = /^(?!(__proto__|constructor|prototype)$)[^\p{Cc}\p{Cs}]+$/u;

/**
 * Whether a value can name an account, user, feature, action or asset: a string of 1 to `MAX_ID_LENGTH` UTF-16 units without
 * control characters, lone surrogates or a prototype key. The collector refuses a cell or writer that names another.
 */
export function isId(value: unknown): value is string {
  return typeof value === "string" && value.length <= MAX_ID_LENGTH && FIT.test(value);
}
