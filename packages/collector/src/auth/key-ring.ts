import { createTimedCache } from "../ops/timed-cache.ts";
import type { KeyRecord, Records } from "../store/records.ts";
import { createKeyUse } from "./key-use.ts";
import { isInForce, secretKeyId } from "./keys.ts";
import { equalHashes, hashSecret } from "./secrets.ts";

/** Keys are revoked by another process (`uptake keys revoke`), so what this one knows is never older than this. */
const MAX_AGE_MS = 2_000;

/** A key that was made a moment ago should work at once; strangers' guesses must not cause a read each. */
const MAX_AGE_ON_MISS_MS = 250;

/** The keys that are in force, in memory. */
export interface KeyRing {
  /** Null: no such public key, or revoked. */
  publicKey(key: string): Promise<KeyRecord | null>;
  /** Null: no such secret key, wrong, or revoked. */
  secretKey(key: string): Promise<KeyRecord | null>;
}

/** Reads the stored keys at most every two seconds, and sooner, but at most four times a second, for a key it misses. */
export function createKeyRing(records: Records, now: () => number): KeyRing {
  const cache = createTimedCache(
    async () => new Map((await records.keys()).map((record) => [record.id, record])),
    MAX_AGE_MS,
    now,
  );
  const noteUse = createKeyUse(records, now);
  const find = async (id: string): Promise<KeyRecord | null> => {
    const record = (await cache.get()).get(id) ?? (await cache.get(MAX_AGE_ON_MISS_MS)).get(id);
    return record !== undefined && isInForce(record, now()) ? record : null;
  };
  const used = (record: KeyRecord): KeyRecord => {
    noteUse(record);
    return record;
  };
  return {
    async publicKey(key) {
      const record = key.startsWith("pk_") ? await find(key) : null;
      return record?.kind === "public" ? used(record) : null;
    },
    async secretKey(key) {
      const id = secretKeyId(key);
      const record = id === null ? null : await find(id);
      return record?.kind === "secret" && equalHashes(record.hash, hashSecret(key)) ? used(record) : null;
    },
  };
}
