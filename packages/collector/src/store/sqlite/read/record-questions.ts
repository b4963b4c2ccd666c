import type { DatabaseSync } from "node:sqlite";
import type { KeyRecord, SessionIdentity, StoredDefinitions } from "../../records.ts";

/** Answers what was decided: keys, definitions, sessions. */
export function createRecordQuestions(database: DatabaseSync) {
  const keys = database.prepare(`
    SELECT id, kind, hash, origins, scopes, created_at_ms AS createdAtMs, revoked_at_ms AS revokedAtMs,
      expires_at_ms AS expiresAtMs, last_used_at_ms AS lastUsedAtMs
    FROM keys ORDER BY created_at_ms, id`);
  const definitions = database.prepare(`
    SELECT version, definitions, file_hash AS fileHash, applied_at_ms AS appliedAtMs
    FROM definitions ORDER BY version DESC LIMIT 1`);
  const session = database.prepare("SELECT name, role FROM sessions WHERE hash = ? AND expires_at_ms > ?");
  return {
    keys(): readonly KeyRecord[] {
      return keys.all().map((row) =>
        Object.assign(row, {
          origins: JSON.parse(String(row["origins"])),
          scopes: JSON.parse(String(row["scopes"])),
        }),
      ) as unknown as readonly KeyRecord[];
    },
    definitions(): StoredDefinitions | null {
      const row = definitions.get();
      if (row === undefined) return null;
      return { ...row, definitions: JSON.parse(String(row["definitions"])) } as unknown as StoredDefinitions;
    },
    session({ hash, nowMs }: { readonly hash: string; readonly nowMs: number }): SessionIdentity | null {
      const row = session.get(hash, nowMs);
      return row === undefined ? null : ({ ...row } as unknown as SessionIdentity);
    },
  };
}
