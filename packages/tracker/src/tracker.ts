import type { Identity, Inspection, Status, Tracker, TrackerOptions, TrackerProgress } from "./api.ts";
import { isVisible } from "./attention.ts";
import { nowMs } from "./clock.ts";
import { bytesOf, FIRST_FLUSH_MS, flush, hide, openDelivery, retryRefused, touch } from "./delivery.ts";
import { after, closeEdges, guard, ignore, listen, openEdges } from "./edges.ts";
import { erase, openKeep } from "./keep.ts";
import {
  act,
  claim,
  enterAnew,
  feature,
  holds,
  intervals,
  isPassive,
  leavePlace,
  openMeasure,
  report,
  settle,
  where,
} from "./measure.ts";
import { progressOf } from "./progress.ts";
import { isId, type PublicDefinitions } from "./protocol/index.ts";
import { backoffMs, request, type Failure } from "./request.ts";
import { VERSION } from "./version.ts";
import { anonymous, endWriter, pendingOf, startWriter, writer, writers } from "./writer.ts";

/** Calls that came before the definitions; more than these are a loop. */
const MAX_WAITING_CALLS = 1_000;

/** The localStorage key with what the person has said in this browser, `in` or `out`. */
export const CONSENT_KEY = "uptake-consent";

const said = () => guard(() => localStorage[CONSENT_KEY] as unknown);

/** The host's ids are often numbers. */
const textOf = (id: unknown) => (typeof id === "number" ? `${id}` : id);

/** Fetches the parts that are loaded by those who ask for them. */
export interface Parts {
  vitals(): Promise<{ watchVitals(take: typeof report, whereabouts: typeof where): void }>;
  debug(): Promise<{ debug(tracker: Tracker): void }>;
}

/** The tracker of this page. What can't be used, such as an empty user or a negative count, is ignored. */
export const createTrackerWith = (parts: Parts, options: TrackerOptions): Tracker => {
  const { key, base, respect = [] } = options;
  const listeners = new Set<(progress: TrackerProgress) => void>();
  let { definitions } = options;
  let status: Status;
  /** What the person has said. */
  let word = said();
  /** Null after `reset`. */
  let identity: Identity | null | undefined;
  /** Calls that came before the definitions. */
  const waiting: (() => void)[] = [];
  let isFrameAsked: boolean;
  /** Whose token is being asked for. */
  let refreshed: Identity | null | undefined;

  const announce = () =>
    guard(() => {
      if (isFrameAsked || !listeners.size) return;
      isFrameAsked = true;
      requestAnimationFrame(() => {
        isFrameAsked = false;
        for (const listener of listeners) guard(() => listener(tracker.progress()));
      });
    });
  /** Ends whatever goes on. Only `stop` leaves something to be sent. */
  const end = (why: Status) => {
    status = why;
    endWriter();
    leavePlace();
    anonymous.length = 0;
    if (why !== "stopped") writers.clear();
    closeEdges();
    announce();
  };
  /** Takes who uses the page now, `identity`, or that nobody does. */
  const take = () => {
    if (status !== "on") return;
    const { account, user, token } = identity ?? {};
    if (writer?.account && writer.account === account && writer.user === user) {
      if (!token || token === writer.token) return;
      writer.token = token;
    } else if (account && anonymous[0]) {
      for (const of of anonymous.splice(0)) writers.set(of.id, Object.assign(of, { account, user, token }));
    } else {
      anonymous.length = 0;
      if (account) startWriter(key, account, user, token);
      else {
        intervals.drop();
        endWriter();
        void flush();
      }
      enterAnew();
    }
    retryRefused();
    touch();
    announce();
  };
  const measure = () => {
    // A page that is prerendered and that nobody opens measures nothing.
    if (status !== "loading" || !definitions || (document as { readonly prerendering?: boolean }).prerendering) return;
    const { enabled, features, vitals } = definitions;
    if (!enabled) return end("disabled");
    try {
      startWriter(key);
      openDelivery(`${base}/v1/collect?key=${key}`, refreshToken);
      openMeasure(features, announce);
    } catch {
      // This browser lacks something.
      return end("stopped");
    }
    status = "on";
    if (identity !== undefined) take();
    for (const call of waiting.splice(0)) guard(call);
    if (options.vitals ?? vitals)
      after(
        FIRST_FLUSH_MS,
        () =>
          void parts
            .vitals()
            .then(({ watchVitals }) => watchVitals(report, where))
            .catch(ignore),
      );
  };
  const load = (failures: number) =>
    void request(`${base}/v1/definitions?key=${key}`)
      .then((loaded) => {
        definitions = loaded as PublicDefinitions;
        return measure();
      })
      .catch((failure: Failure) => after(backoffMs(failure, failures, Math.random()), () => load(failures + 1)));
  /** Begins anew, if the page may be measured. The person's own word goes before the browser's signals. */
  const begin = () => {
    // Each interface of the browser costs its first user something: only those who ask for it pay.
    const isAsked =
      (respect.includes("gpc") && (navigator as { readonly globalPrivacyControl?: boolean }).globalPrivacyControl) ||
      (respect.includes("dnt") && navigator.doNotTrack === "1");
    end(
      options.internal
        ? "internal"
        : word === "out" || (isAsked && !word)
          ? "denied"
          : word || (options.consent ?? "granted") === "granted"
            ? "loading"
            : "consent",
    );
    openKeep(key);
    if (status === "internal") return;
    openEdges();
    // The person may be asked in another tab of this browser; a frozen one hears of it when it is back.
    listen(window, "storage pageshow", hear);
    listen(document, "visibilitychange", hear);
    if (status !== "loading") return;
    listen(document, "prerenderingchange", () => {
      hear();
      measure();
    });
    if (definitions) measure();
    else load(1);
  };
  const obey = (next: unknown) => {
    word = next;
    if (next === "out") guard(erase);
    if (status !== "stopped" && (next === "out" || !/^(on|loading)$/.test(status))) guard(begin);
  };
  const hear = () => {
    const next = said();
    if (next && next !== word) obey(next);
  };
  const say = (next: "in" | "out") => {
    guard(() => (localStorage[CONSENT_KEY] = next));
    obey(next);
  };
  /** Now, or when the definitions are there. What would be counted is not, where nobody may be measured. */
  const run = (call: () => void, isCounted?: boolean) =>
    guard(() => {
      if (status !== "loading") return status === "on" || !isCounted ? call() : undefined;
      if (waiting.length < MAX_WAITING_CALLS) waiting.push(call);
    });
  const look = () => status === "on" && settle();
  const refreshToken = () => {
    const asked = identity;
    if (asked === refreshed || !asked?.refreshToken) return;
    refreshed = asked;
    Promise.resolve()
      .then(asked.refreshToken)
      .then((token) => identity === asked && tracker.identify({ ...asked, token }))
      .catch(ignore)
      .then(() => (refreshed = undefined));
  };
  const tracker: Tracker = {
    version: VERSION,
    identify: (next) =>
      run(() => {
        const account = textOf(next.account);
        const user = textOf(next.user);
        if (!isId(account) || !isId(user)) return;
        identity = { ...next, account, user };
        take();
      }),
    reset: () =>
      run(() => {
        identity = null;
        take();
      }),
    track: (action, details) =>
      run(() => {
        const name = textOf(action);
        const count = details?.count ?? 1;
        if (isId(name) && Number.isSafeInteger(count) && count > 0) act(name, count);
      }, true),
    enter: (of) =>
      run(() => {
        if (isId(of)) claim(of);
        look();
      }),
    leave: () =>
      run(() => {
        claim();
        look();
      }),
    hold() {
      const hold = {};
      run(() => {
        holds.add(hold);
        look();
      });
      return () =>
        run(() => {
          holds.delete(hold);
          look();
        });
    },
    optIn: () => say("in"),
    optOut: () => say("out"),
    progress: () => ({
      status,
      writer: (writer?.account && writer.id) || null,
      account: writer?.account ?? null,
      user: writer?.user ?? null,
      feature,
      counting: !!writer && intervals.openedMs() !== undefined,
      ...progressOf(writer),
    }),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    inspect: () =>
      guard(() => {
        const openedMs = writer ? intervals.openedMs() : undefined;
        const pending = [...writers.values()].flatMap(pendingOf).map(([, { cell }]) => cell);
        const reason = !isVisible() ? "hidden" : document.hasFocus() ? "asleep" : "unfocused";
        return {
          ...tracker.progress(),
          why: status !== "on" ? status : !writer ? "reset" : openedMs === undefined ? reason : null,
          openMs: openedMs === undefined ? 0 : nowMs() - openedMs,
          passive: isPassive,
          pendingBytes: pending[0] ? bytesOf(JSON.stringify(pending)) : 0,
        };
      }) as Inspection,
    async flush() {
      guard(look);
      if (status === "on") await guard(flush);
    },
    stop() {
      guard(look);
      guard(hide);
      guard(() => end("stopped"));
      claim();
      holds.clear();
    },
  };
  guard(begin);
  if (options.identity) tracker.identify(options.identity);
  if (options.debug)
    void parts
      .debug()
      .then(({ debug }) => debug(tracker))
      .catch(ignore);
  return tracker;
};
