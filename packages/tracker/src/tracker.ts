import type { Identity, Tracker, TrackerOptions, TrackerProgress } from "./api.ts";
import { createEdges, guard } from "./edges.ts";
import { browserEnvironment, type Environment } from "./environment.ts";
import { loadDefinitions } from "./load-definitions.ts";
import { progressOf } from "./progress.ts";
import { isId, OTHER_FEATURE, type PublicDefinitions } from "./protocol/index.ts";
import { startMeasuring, type Measuring } from "./start-measuring.ts";
import { VERSION } from "./version.ts";

/** Calls that came before the definitions; more than these are a loop. */
const MAX_WAITING_CALLS = 1_000;

/** The host's ids are often numbers. @returns undefined for what can't be an id. */
function idOf(id: unknown): string | undefined {
  const text = typeof id === "number" ? String(id) : id;
  return isId(text) ? text : undefined;
}

/**
 * Starts measuring this page. What can't be used, such as an empty user or a negative count, is ignored.
 * @example
 * const uptake = createTracker({ key: "pk_…", base: "https://uptake.example.com" });
 * uptake.identify({ account: "acme", user: "u_1" });
 */
export function createTracker(options: TrackerOptions): Tracker {
  return createTrackerIn(browserEnvironment(), options);
}

/** The tracker of any environment. */
export function createTrackerIn(environment: Environment, options: TrackerOptions): Tracker {
  const { page } = environment;
  const { key, base, definitions, identity } = options;
  const edges = createEdges(page);
  const listeners = new Set<(progress: TrackerProgress) => void>();
  let waiting: ((measuring: Measuring) => void)[] = [];
  let measuring: Measuring | undefined;
  let isOff = false;
  let isFrameAsked = false;

  const progress = () => guard(() => measuring?.progress()) ?? progressOf(null, OTHER_FEATURE, false);
  const announce = () => {
    if (listeners.size === 0 || isFrameAsked) return;
    isFrameAsked = true;
    edges.onFrame(() => {
      isFrameAsked = false;
      const present = progress();
      for (const listener of listeners) guard(() => listener(present));
    });
  };
  const turnOff = () => {
    isOff = true;
    waiting = [];
    edges.close();
  };
  const begin = ({ enabled, features }: PublicDefinitions) => {
    if (isOff) return;
    if (!enabled) return turnOff();
    const started = guard(() => startMeasuring(environment, edges, { key, base, features, onChange: announce }));
    if (!started) return turnOff();
    measuring = started;
    for (const call of waiting.splice(0)) guard(() => call(started));
  };
  /** A prerendered page that nobody opens measures nothing. */
  const beginWhenActive = (known: PublicDefinitions) => {
    const { document } = page as Window & { readonly document: { readonly prerendering?: boolean } };
    if (document.prerendering) edges.listen(document, "prerenderingchange", () => begin(known), { once: true });
    else begin(known);
  };
  /** Now, or when measuring begins. */
  const run = (call: (measuring: Measuring) => void) =>
    guard(() => {
      if (isOff) return;
      if (measuring) call(measuring);
      else if (waiting.length < MAX_WAITING_CALLS) waiting.push(call);
    });
  const identify = (next: Identity) =>
    run(({ identify: take }) => {
      const account = idOf(next.account);
      const user = idOf(next.user);
      if (account !== undefined && user !== undefined)
        take({ account, user, ...(next.token && { token: String(next.token) }) });
    });

  guard(() => {
    if (definitions) beginWhenActive(definitions);
    else loadDefinitions(environment, edges, `${base}/v1/definitions?key=${encodeURIComponent(key)}`, beginWhenActive);
  });
  if (identity) identify(identity);

  return {
    version: VERSION,
    identify,
    reset: () => run((started) => started.reset()),
    track: (action, details) =>
      run((started) => {
        const name = idOf(action);
        const count = details?.count ?? 1;
        if (name !== undefined && Number.isSafeInteger(count) && count > 0) started.track(name, count);
      }),
    progress,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    flush: () => guard(() => measuring?.flush()) ?? Promise.resolve(),
    stop() {
      guard(() => measuring?.hide());
      guard(turnOff);
    },
  };
}
