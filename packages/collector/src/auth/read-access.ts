import type { Asker } from "../api/reading/read-request.ts";
import { ALL_ACCOUNTS, type AccountScope } from "../domain/account-scope.ts";
import { bearerOf, requireSecretKey } from "./bearer.ts";
import type { SessionIdentity } from "../store/records.ts";
import type { KeyRing } from "./key-ring.ts";
import { signedOut, type Sessions } from "./sessions.ts";

/** Nothing assigns accounts to people yet, so whoever is no administrator sees none. */
const NO_ACCOUNTS: AccountScope = { kind: "only", accounts: [] };

/**
 * Which accounts exist for whoever asks the read API: a secret key with scope `read`, or somebody who is signed in.
 * @throws HttpProblem where neither asks.
 */
export async function readAsker(request: Request, keys: KeyRing, sessions: Sessions): Promise<Asker> {
  if (bearerOf(request) !== null) {
    await requireSecretKey(request, keys, "read");
    return { scope: ALL_ACCOUNTS, name: null };
  }
  const session = await sessions.find(request);
  if (session === null) throw signedOut();
  return { scope: scopeOf(session), name: session.name };
}

/** Which accounts exist for whoever is signed in. */
export function scopeOf({ role }: SessionIdentity): AccountScope {
  return role === "admin" ? ALL_ACCOUNTS : NO_ACCOUNTS;
}
