import { useState } from "preact/hooks";
import { useDashboard } from "../dashboard.ts";
import type { ProblemError } from "../problem-error.ts";

/** Who is signed in, and the way out. */
export function UserMenu() {
  const { session } = useDashboard();
  const [error, setError] = useState<ProblemError | null>(null);
  const state = session.state.value;
  if (state.kind !== "signed-in") return <span class="user" />;
  return (
    <span class="user">
      <span class="user-name" title={`Role: ${state.session.role}`}>
        {state.session.name}
      </span>
      <button
        type="button"
        class="button button-quiet"
        onClick={async () => {
          setError(await session.signOut());
        }}
      >
        Sign out
      </button>
      {error && (
        <span class="user-error" role="alert">
          Not signed out: {error.title}
        </span>
      )}
    </span>
  );
}
