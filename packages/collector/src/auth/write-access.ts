import type { AccountScope } from "../domain/account-scope.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { HttpProblem } from "../http/problem.ts";
import { bearerOf, keyActor, requireSecretKey } from "./bearer.ts";
import type { KeyRing } from "./key-ring.ts";
import type { ScopeOf } from "./session-scope.ts";
import { assertSameOrigin, originsOf } from "./same-origin.ts";
import { signedOut, type Sessions } from "./sessions.ts";

/** Who decides something. */
export interface Changer {
  readonly scope: AccountScope;
  /** As the audit log names them: a person, or `key <id>`. */
  readonly actor: string;
  /** As assignments name them; null: a program. */
  readonly name: string | null;
}

/**
 * Who may decide something, and about which accounts: a secret key with scope `write`, or an admin or csm who is signed in
 * and asks from one of the collector's own pages.
 * @param baseUrl public address; null: the one of the request.
 * @throws HttpProblem where it is neither.
 */
export async function readChanger(
  request: Request,
  keys: KeyRing,
  sessions: Sessions,
  scopeOf: ScopeOf,
  baseUrl: string | null,
): Promise<Changer> {
  const key = bearerOf(request);
  if (key !== null) {
    await requireSecretKey(request, keys, "write");
    return { scope: ALL_ACCOUNTS, actor: keyActor(request), name: null };
  }
  const session = await sessions.find(request);
  if (session === null) throw signedOut();
  assertSameOrigin(request, originsOf(request, baseUrl));
  const { role, name } = session;
  if (role === "viewer") {
    throw new HttpProblem("role-missing", `${name} is a viewer, who may look only. Ask an admin or a csm to do this.`);
  }
  return { scope: await scopeOf(session), actor: name, name };
}
