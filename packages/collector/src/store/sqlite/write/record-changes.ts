import type { AuditEntry, KeyRecord, NewDefinitions, SessionIdentity, StoredDefinitions } from "../../records.ts";
import type { WriteContext } from "./write-context.ts";

export interface NewSignInToken {
  readonly tokenHash: string;
  readonly identity: SessionIdentity;
  readonly expiresAtMs: number;
}

export interface KeyRotation {
  readonly id: string;
  readonly next: KeyRecord;
  readonly expiresAtMs: number;
}

export interface SessionStart {
  readonly tokenHash: string;
  readonly sessionHash: string;
  readonly nowMs: number;
  readonly expiresAtMs: number;
}

/** Changes to keys, definitions, sessions and the audit log. */
export function createRecordChanges({ database, ids }: WriteContext) {
  const insertKey = database.prepare(
    `INSERT INTO keys (id, kind, hash, origins, scopes, created_at_ms, revoked_at_ms, expires_at_ms, last_used_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const expire = database.prepare(
    "UPDATE keys SET expires_at_ms = min(coalesce(expires_at_ms, ?1), ?1) WHERE id = ?2 AND revoked_at_ms IS NULL",
  );
  const use = database.prepare(
    "UPDATE keys SET last_used_at_ms = max(coalesce(last_used_at_ms, ?1), ?1) WHERE id = ?2",
  );
  const revoke = database.prepare("UPDATE keys SET revoked_at_ms = coalesce(revoked_at_ms, ?) WHERE id = ?");
  const insertDefinitions = database.prepare(
    `INSERT INTO definitions (version, definitions, file_hash, applied_at_ms)
     SELECT coalesce(max(version), 0) + 1, ?, ?, ? FROM definitions RETURNING version`,
  );
  const undefineAll = database.prepare("UPDATE features SET defined = 0 WHERE defined = 1");
  const define = database.prepare("UPDATE features SET defined = 1 WHERE id = ?");
  const insertToken = database.prepare(
    "INSERT INTO sign_in_tokens (hash, name, role, expires_at_ms) VALUES (?, ?, ?, ?)",
  );
  const useToken = database.prepare("DELETE FROM sign_in_tokens WHERE hash = ? RETURNING name, role, expires_at_ms");
  const removeExpiredTokens = database.prepare("DELETE FROM sign_in_tokens WHERE expires_at_ms <= ?");
  const insertSession = database.prepare("INSERT INTO sessions (hash, name, role, expires_at_ms) VALUES (?, ?, ?, ?)");
  const removeSession = database.prepare("DELETE FROM sessions WHERE hash = ?");
  const removeExpiredSessions = database.prepare("DELETE FROM sessions WHERE expires_at_ms <= ?");
  const insertAudit = database.prepare("INSERT INTO audit (at_ms, actor, action, subject) VALUES (?, ?, ?, ?)");

  const createKey = (key: KeyRecord): void => {
    const { id, kind, hash, origins, scopes, createdAtMs, revokedAtMs, expiresAtMs, lastUsedAtMs } = key;
    const [originsText, scopesText] = [JSON.stringify(origins), JSON.stringify(scopes)];
    insertKey.run(id, kind, hash, originsText, scopesText, createdAtMs, revokedAtMs, expiresAtMs, lastUsedAtMs);
  };
  return {
    createKey,
    rotateKey({ id, next, expiresAtMs }: KeyRotation): boolean {
      if (expire.run(expiresAtMs, id).changes === 0) return false;
      createKey(next);
      return true;
    },
    useKey({ id, atMs }: { readonly id: string; readonly atMs: number }): void {
      use.run(atMs, id);
    },
    revokeKey: ({ id, atMs }: { readonly id: string; readonly atMs: number }): boolean =>
      revoke.run(atMs, id).changes > 0,
    applyDefinitions(next: NewDefinitions): StoredDefinitions {
      const { definitions, fileHash, appliedAtMs } = next;
      const row = insertDefinitions.get(JSON.stringify(definitions), fileHash, appliedAtMs);
      // Known from now on, so that whatever else is sent can't use up their place among the features.
      undefineAll.run();
      for (const feature of Object.keys(definitions.features)) define.run(ids.features.intern(feature));
      return { version: Number(row?.["version"]), definitions, fileHash, appliedAtMs };
    },
    createSignInToken({ tokenHash, identity, expiresAtMs }: NewSignInToken): void {
      insertToken.run(tokenHash, identity.name, identity.role, expiresAtMs);
    },
    startSession({ tokenHash, sessionHash, nowMs, expiresAtMs }: SessionStart): SessionIdentity | null {
      const token = useToken.get(tokenHash) as (SessionIdentity & { readonly expires_at_ms: number }) | undefined;
      removeExpiredTokens.run(nowMs);
      removeExpiredSessions.run(nowMs);
      if (token === undefined || token.expires_at_ms <= nowMs) return null;
      const { name, role } = token;
      insertSession.run(sessionHash, name, role, expiresAtMs);
      return { name, role };
    },
    endSession(sessionHash: string): void {
      removeSession.run(sessionHash);
    },
    audit({ atMs, actor, action, subject }: AuditEntry): void {
      insertAudit.run(atMs, actor, action, subject);
    },
  };
}
