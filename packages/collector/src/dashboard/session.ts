import { signal, type ReadonlySignal } from "@preact/signals";
import type { SessionReply } from "../api/contract.ts";
import type { Client } from "./client.ts";
import { ProblemError } from "./problem-error.ts";

/** Whether somebody is signed in. `unknown` until the collector has said. */
export type SessionState =
  | { readonly kind: "unknown" }
  | { readonly kind: "signed-in"; readonly session: SessionReply }
  | { readonly kind: "signed-out"; readonly reason: "not-signed-in" | "ended" | "left" };

/** What came of a sign-in link. */
export type SignInResult =
  | { readonly kind: "signed-in" }
  /** The link is used, expired or not one of this collector's. */
  | { readonly kind: "refused" }
  /** Nobody could say; the link may still be good. */
  | { readonly kind: "failed"; readonly error: ProblemError };

/** The person's session with the collector. The cookie is the collector's; no script can read it. */
export interface Session {
  readonly state: ReadonlySignal<SessionState>;
  /** Asks the collector who is signed in. Never rejects: while it can't be reached, the state stays. */
  load(): Promise<void>;
  signIn(token: string): Promise<SignInResult>;
  /** @returns the error that kept the session open, or null. */
  signOut(): Promise<ProblemError | null>;
  /** Takes note of a 401: the session that there was is over. */
  expire(): void;
}

/** A session whose state is not known yet. */
export function createSession(client: Client): Session {
  const state = signal<SessionState>({ kind: "unknown" });

  function expire(): void {
    if (state.value.kind === "signed-out") return;
    state.value = { kind: "signed-out", reason: state.value.kind === "signed-in" ? "ended" : "not-signed-in" };
  }

  async function load(): Promise<void> {
    const result = await attempt(() => client.session());
    if (!(result instanceof ProblemError)) state.value = { kind: "signed-in", session: result };
    else if (result.status === 401) expire();
  }

  return {
    state,
    load,
    expire,
    signIn: async (token) => {
      const error = await attempt(() => client.startSession(token));
      if (error instanceof ProblemError && (error.status === 0 || error.status === 429 || error.status >= 500)) {
        return { kind: "failed", error };
      }
      // Also after a refusal: whoever opens a used link with a living session may go on.
      await load();
      return state.value.kind === "signed-in" ? { kind: "signed-in" } : { kind: "refused" };
    },
    signOut: async () => {
      const error = await attempt(() => client.endSession());
      if (error instanceof ProblemError && error.status !== 401) return error;
      state.value = { kind: "signed-out", reason: "left" };
      return null;
    },
  };
}

async function attempt<Result>(action: () => Promise<Result>): Promise<Result | ProblemError> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
}
