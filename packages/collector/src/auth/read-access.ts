import type { Asker } from "../api/reading/read-request.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { bearerOf, requireSecretKey } from "./bearer.ts";
import type { KeyRing } from "./key-ring.ts";
import type { ScopeOf } from "./session-scope.ts";
import { signedOut, type Sessions } from "./sessions.ts";

/**
 * Which accounts exist for whoever asks the read API: a secret key with scope `read`, or somebody who is signed in.
 * @throws HttpProblem where neither asks.
 */
export async function readAsker(request: Request, keys: KeyRing, sessions: Sessions, scopeOf: ScopeOf): Promise<Asker> {
  if (bearerOf(request) !== null) {
    await requireSecretKey(request, keys, "read");
    return { scope: ALL_ACCOUNTS, name: null };
  }
  const session = await sessions.find(request);
  if (session === null) throw signedOut();
  return { scope: await scopeOf(session), name: session.name };
}
