import type { Inspection, TrackerProgress } from "./api.ts";
import { IDLE_LIMITS, IDLE_LIMITS_MS, OTHER_FEATURE, type ActiveMs } from "./protocol/index.ts";

/** What a tracker says of itself at one moment. */
export type Snapshot = TrackerProgress & Inspection;

/** Credited time is told at most this often, unless something else changes. */
export const CREDIT_INTERVAL_MS = 5_000;

/** A collector that confirms nothing for so long has a problem: the tracker sends every half minute. */
export const UNCONFIRMED_MS = 90_000;

const HOW_TO_IDENTIFY = "call uptake.identify({ account, user }), or set data-account and data-user on the script tag";

/** Why nothing counts, each with what to do about it. */
const REASONS: Readonly<Record<NonNullable<Inspection["why"]>, string>> = {
  loading:
    "loading: the definitions have not arrived, or the page is prerendered. GET /v1/definitions of the collector must " +
    "answer 200: look at the key, its allowed origins, and connect-src of the Content-Security-Policy",
  consent: "consent: waiting for uptake.optIn()",
  denied:
    "denied: the person has opted out, or the browser sends a signal that data-respect obeys. Only uptake.optIn() " +
    "changes that, when the person agrees",
  internal: "internal: the page says that no customer uses it. Remove data-internal to measure it",
  disabled: "disabled: the workspace's definitions say enabled: false. Set it to true, and load the page again",
  stopped:
    "stopped: uptake.stop() was called, or this browser lacks something that the tracker needs. Load the page again",
  reset: `no identity since uptake.reset(): ${HOW_TO_IDENTIFY}`,
  hidden: "hidden: nobody can see this tab. Bring it to the front",
  unfocused:
    "the window has no focus; perhaps the developer tools have it. Click into the page, or define the feature with " +
    'attention: "visible"',
  asleep: "asleep: the machine, or this page's thread, stood still. The next input begins anew",
};

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

const describeFeature = (feature: string) =>
  feature === OTHER_FEATURE
    ? `${OTHER_FEATURE} (no feature claims this place: add its address to the urls of one, or mark it with data-uptake-feature)`
    : feature;

const describeState = ({ why, feature, writer, openMs, passive }: Snapshot): string => {
  if (why) return `not counting · ${REASONS[why]}`;
  const cause = passive ? "passive: a hold, a medium, a declared iframe or a visible window stands for input" : "focus";
  const counting = `${describeFeature(feature)} · counting since ${Math.round(openMs / 1_000)} s (${cause})`;
  return writer ? counting : `${counting}, but no identity: ${HOW_TO_IDENTIFY}. Until then nothing is stored or sent`;
};

/** `+5.0 s under every idle limit`, `+45.0 s under 60s, 120s, none; nothing under 30s`. */
const describeCredit = (credit: ActiveMs): string => {
  const values = [...new Set(credit)].toSorted((one, other) => other - one);
  const limitsOf = (ms: number) => IDLE_LIMITS.filter((_, index) => credit[index] === ms).join(", ");
  const parts = values.map((ms) => `${ms ? `+${seconds(ms)}` : "nothing"} under ${limitsOf(ms)}`);
  return values.length === 1 ? `+${seconds(credit[0])} under every idle limit` : parts.join("; ");
};

/**
 * Puts into words what has changed since it was last asked, so that each change is told once.
 * @returns takes the present moment and its time, monotonic ms; gives lines, none where nothing has changed.
 */
export function createExplainer(): (now: Snapshot, atMs: number) => readonly string[] {
  let last: Snapshot | undefined;
  /** What the credited time was when it was last told. */
  let told: Pick<Snapshot, "writer" | "activeMs"> = { writer: null, activeMs: {} };
  let toldMs = -Infinity;
  /** Since when the collector owes a confirmation. */
  let owedMs: number | undefined;
  let idleLimits = 0;

  const isNews = (now: Snapshot) =>
    !last || (["why", "feature", "passive", "writer"] as const).some((part) => last?.[part] !== now[part]);
  /** Counters of another writer begin at nothing; the first identity takes over what was counted without one. */
  const before = <Counters extends Pick<Snapshot, "writer">>(earlier: Counters | undefined, now: Snapshot) =>
    !earlier?.writer || earlier.writer === now.writer ? earlier : undefined;

  function* tellOwner({ writer, account, user }: Snapshot) {
    if (writer && writer !== last?.writer) yield `measuring user ${user} of account ${account} · writer ${writer}`;
  }
  function* tellCounters(now: Snapshot) {
    const earlier = before(last, now);
    for (const [feature, visits] of Object.entries(now.visits))
      if (visits > (earlier?.visits[feature] ?? 0)) yield `${feature} · visit ${visits} of this page`;
    for (const [feature, counts] of Object.entries(now.actions))
      for (const [action, count] of Object.entries(counts)) {
        const more = count - (earlier?.actions[feature]?.[action] ?? 0);
        if (more > 0) yield `${feature} · action ${action} +${more} (${count} on this page)`;
      }
  }
  function* tellCredit(now: Snapshot, atMs: number) {
    if (!isNews(now) && atMs - toldMs < CREDIT_INTERVAL_MS) return;
    const earlier = before(told, now)?.activeMs;
    for (const [feature, activeMs] of Object.entries(now.activeMs)) {
      const credit = activeMs.map((ms, index) => ms - (earlier?.[feature]?.[index] ?? 0)) as unknown as ActiveMs;
      if (!credit.some((ms) => ms > 0)) continue;
      toldMs = atMs;
      yield `${feature} · ${describeCredit(credit)} (now ${activeMs.map(seconds).join(" / ")})`;
    }
    told = now;
  }
  function* tellIdleness({ why, passive, feature, openMs }: Snapshot) {
    const passed = why || passive ? 0 : IDLE_LIMITS_MS.filter((limitMs) => openMs > limitMs).length;
    if (passed > idleLimits)
      yield (
        `${feature} · no sign of life for ${Math.round(openMs / 1_000)} s: this time no longer counts under ` +
          IDLE_LIMITS.slice(0, passed).join(", ")
      );
    idleLimits = passed;
  }
  function* tellDelivery({ status, pendingBytes }: Snapshot, atMs: number) {
    const confirmedBytes = (last?.pendingBytes ?? 0) - pendingBytes;
    if (status !== "on" || !pendingBytes || confirmedBytes > 0) owedMs = undefined;
    if (status !== "on") return;
    if (confirmedBytes > 0)
      yield `the collector has confirmed ${confirmedBytes} bytes; ${pendingBytes || "none"} pending`;
    if (!pendingBytes) return;
    owedMs ??= atMs;
    if (atMs - owedMs < UNCONFIRMED_MS) return;
    owedMs = atMs;
    yield (
      `${pendingBytes} bytes pending, and nothing confirmed for ${UNCONFIRMED_MS / 1_000} s: look for POST ` +
        "/v1/collect among the requests of this page (the key's allowed origins, connect-src, the token, a blocker). " +
        "They stay in this browser until it succeeds"
    );
  }

  return (now, atMs) => {
    const lines = [
      ...tellOwner(now),
      ...tellCounters(now),
      ...tellCredit(now, atMs),
      ...(isNews(now) ? [describeState(now)] : []),
      ...tellIdleness(now),
      ...tellDelivery(now, atMs),
    ];
    last = now;
    return lines;
  };
}
