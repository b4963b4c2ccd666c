import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { atBase, withoutBase } from "../base-path.ts";
import { useDashboard } from "../dashboard.ts";
import { Brand } from "../parts/brand.tsx";
import type { ProblemError } from "../problem-error.ts";
import type { SessionState } from "../session.ts";

type Step =
  | { readonly kind: "asking" }
  | { readonly kind: "signing-in" }
  | { readonly kind: "refused" }
  | { readonly kind: "failed"; readonly error: ProblemError; readonly token: string };

/** Takes a sign-in link's token, or says how to get one. Shown in place of every screen while nobody is signed in. */
export function SignInScreen() {
  const { session, returnAddress } = useDashboard();
  const { path: mountedPath, url, route } = useLocation();
  const path = withoutBase(mountedPath);
  const [step, setStep] = useState<Step>({ kind: path === "/sign-in" ? "signing-in" : "asking" });
  const state = session.state.value;

  async function signIn(token: string): Promise<void> {
    setStep({ kind: "signing-in" });
    const result = await session.signIn(token);
    if (result.kind === "refused") setStep({ kind: "refused" });
    if (result.kind === "failed") setStep({ ...result, token });
  }

  useEffect(() => {
    document.title = "Sign in · Uptake";
    if (path !== "/sign-in") {
      if (state.kind === "signed-out" && state.reason !== "left") returnAddress.remember(withoutBase(url), Date.now());
      return;
    }
    const token = takeToken();
    if (token === null) void session.load().then(() => setStep({ kind: "asking" }));
    else void signIn(token);

    // A second link pasted over this address changes the fragment only: the page isn't loaded again.
    function signInAgain(): void {
      const another = takeToken();
      if (another !== null) void signIn(another);
    }
    addEventListener("hashchange", signInAgain);
    return () => removeEventListener("hashchange", signInAgain);
  }, []);

  // The link may have been opened in another tab: this one goes on too, as soon as the person is back on it.
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") void session.load();
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);

  useEffect(() => {
    if (state.kind === "signed-in" && path === "/sign-in") {
      route(atBase(returnAddress.take(Date.now()) ?? "/accounts"), true);
    }
  }, [state.kind, path]);

  return (
    <main class="sign-in" id="main">
      <Brand />
      <Content step={step} state={state} onRetry={signIn} />
    </main>
  );
}

function Content({
  step,
  state,
  onRetry,
}: {
  readonly step: Step;
  readonly state: SessionState;
  readonly onRetry: (token: string) => void;
}) {
  switch (step.kind) {
    case "signing-in":
      return (
        <div role="status">
          <h1 class="page-title">Signing you in…</h1>
        </div>
      );
    case "failed":
      return (
        <div role="alert">
          <h1 class="page-title">You could not be signed in</h1>
          <p>
            {step.error.title}. {step.error.detail} Your link has probably not been used up.
          </p>
          <button type="button" class="button" onClick={() => onRetry(step.token)}>
            Try again
          </button>
        </div>
      );
    case "refused":
      return (
        <div role="alert">
          <h1 class="page-title">This sign-in link no longer works</h1>
          <p>It has been used already, or it has expired: each link works once and for a short time.</p>
          <NewLink />
        </div>
      );
    case "asking":
      return (
        <div>
          <h1 class="page-title">Sign in</h1>
          <p>{reasonText(state)}</p>
          <NewLink />
        </div>
      );
  }
}

function reasonText(state: SessionState): string {
  if (state.kind !== "signed-out") return "The collector has not said yet whether you are signed in.";
  switch (state.reason) {
    case "ended":
      return "Your session has ended.";
    case "left":
      return "You are signed out.";
    case "not-signed-in":
      return "This dashboard opens with a sign-in link.";
  }
}

function NewLink() {
  return (
    <div class="sign-in-help">
      <h2>How to get a new link</h2>
      <ul>
        <li>
          If you run the collector, start it again with <code>npm start</code> or <code>npx uptake serve</code>: it
          prints a fresh link.
        </li>
        <li>Otherwise ask an administrator of your workspace for one.</li>
      </ul>
      <p>Open the link in this browser. This page goes on by itself.</p>
    </div>
  );
}

/** Reads the token from the fragment and clears it, so that it stays in no history and on no screenshot. */
function takeToken(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  history.replaceState(null, "", location.pathname + location.search);
  return token || null;
}
