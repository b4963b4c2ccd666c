import { HttpProblem } from "../http/problem.ts";
import type { KeyScope } from "../store/records.ts";
import type { KeyRing } from "./key-ring.ts";
import { secretKeyId } from "./keys.ts";
import { shortened } from "./public-key-access.ts";

/** The token of `Authorization: Bearer …`; null: there is none. */
export function bearerOf(request: Request): string | null {
  return /^Bearer +([^\s]+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? null;
}

/** Whose secret key it is, as the audit log names it: `key <id>`. */
export function keyActor(request: Request): string {
  return `key ${secretKeyId(bearerOf(request) ?? "") ?? ""}`;
}

/** The error of an address that needs a bearer token. */
export function unauthorized(detail: string): HttpProblem {
  return new HttpProblem("unauthorized", detail, { headers: { "www-authenticate": 'Bearer realm="uptake"' } });
}

/**
 * Lets a secret key pass that has the scope.
 * @throws HttpProblem `unauthorized`, `unknown-key`, `scope-missing`, or `secret-in-browser`: whoever can read a page's
 * code could read the key.
 */
export async function requireSecretKey(request: Request, keys: KeyRing, scope: KeyScope): Promise<void> {
  const key = bearerOf(request);
  if (key === null) throw unauthorized("There is no secret key. Send Authorization: Bearer sk_…");
  if (request.headers.has("origin")) {
    throw new HttpProblem(
      "secret-in-browser",
      "A browser sent a secret key. Revoke it, and call from your server only.",
    );
  }
  const record = await keys.secretKey(key);
  if (record === null) {
    throw new HttpProblem(
      "unknown-key",
      `No secret key ${shortened(key)} is in force. \`uptake keys create --kind secret\` makes one.`,
      { headers: { "www-authenticate": 'Bearer realm="uptake", error="invalid_token"' } },
    );
  }
  if (!record.scopes.includes(scope)) {
    throw new HttpProblem("scope-missing", `The key has the scopes ${record.scopes.join(", ")}; this needs ${scope}.`);
  }
}
