/** Which accounts exist for whoever asks. Every question to the store takes one; the store enforces it. */
export type AccountScope = { readonly kind: "all" } | { readonly kind: "only"; readonly accounts: readonly string[] };

/** The scope of secret keys, jobs and administrators. */
export const ALL_ACCOUNTS: AccountScope = { kind: "all" };
