import { useEffect, useState } from "preact/hooks";
import { Badge, PageHead } from "../ui/parts.tsx";

const refreshMs = 1_000;
const reasons: Readonly<Record<string, string>> = {
  loading: "Starting …",
  consent: "Nothing is measured until you allow it.",
  denied: "You have stopped it here, or your browser asks every site not to do it.",
  internal: "Pages that our own staff open aren't measured.",
  disabled: "Measuring is switched off for everybody at the moment.",
  stopped: "Your browser lacks something that measuring needs.",
  reset: "Nobody is signed in.",
  hidden: "Not now: nobody can see this page.",
  unfocused: "Not now: you are in another window.",
  asleep: "Not now: your computer has slept, and nothing has moved since.",
};

/** `/privacy`: what is measured, whether it is just now, and the person's say in it. */
export function Privacy() {
  const [state, setState] = useState(() => uptake.inspect?.());
  useEffect(() => {
    const timer = setInterval(() => setState(uptake.inspect?.()), refreshMs);
    return () => clearInterval(timer);
  }, []);
  const decide = (how: "optIn" | "optOut") => {
    uptake[how]();
    setState(uptake.inspect?.());
  };

  return (
    <div class="page narrow">
      <PageHead title="Privacy" about="What Fieldnote learns from how you use it, and your say in that." />
      <section class="card privacy" aria-labelledby="measuring">
        <header>
          <h2 id="measuring">Measuring in this browser</h2>
          <span role="status">
            {state?.status === "on" ? <Badge tone="good">On</Badge> : <Badge tone="quiet">Off</Badge>}
          </span>
        </header>
        {state === undefined ? (
          <p class="soft">Usage isn't measured in this workspace.</p>
        ) : (
          <>
            <dl class="facts">
              <dt>Does your time count now?</dt>
              <dd>{state.why === null ? "Yes, while you are here." : reasons[state.why]}</dd>
              <dt>Not sent yet</dt>
              <dd>{state.pendingBytes === 0 ? "Nothing" : `${(state.pendingBytes / 1_000).toFixed(1)} kB`}</dd>
            </dl>
            {state.status === "on" && (
              <button class="button" onClick={() => decide("optOut")}>
                Stop measuring here
              </button>
            )}
            {(state.status === "denied" || state.status === "consent") && (
              <button class="button primary" onClick={() => decide("optIn")}>
                Allow measuring
              </button>
            )}
            <p class="soft">
              {state.status === "on"
                ? "If you stop, what this browser hasn't sent yet is erased, and My progress stands still here."
                : "Your answer holds in this browser until you give another."}
            </p>
          </>
        )}
      </section>
      <section class="card privacy" aria-labelledby="what">
        <h2 id="what">What is measured</h2>
        <ul class="bullets">
          <li>How long you work in each area, and how often you open it.</li>
          <li>How many things you finish, such as messages sent or bookings completed.</li>
        </ul>
        <p>Never what you write or read, whom you talk to, or the addresses of pages.</p>
        <p class="soft">
          Your own numbers are in <a href="/progress">My progress</a>. Fieldnote's team sees them to help you with what
          you haven't tried yet.
        </p>
      </section>
    </div>
  );
}
