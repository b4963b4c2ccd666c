import type { TrackerProgress } from "@uptake/tracker";
import { fetchMe, type MeResult } from "./client.ts";
import { type Following, followTracker } from "./follow-tracker.ts";
import { guard } from "./guard.ts";
import {
  awaitingAdoption,
  hasActed,
  hasOpenMilestone,
  type WidgetState,
  withFailure,
  withLocal,
  withReply,
} from "./state.ts";

/** How often the record is read while the page is visible. */
export const REFRESH_INTERVAL_MS = 60_000;

/** After a threshold was crossed here: when to ask again until the collector confirms it. */
export const CONFIRMATION_DELAYS_MS: readonly number[] = [1_000, 3_000, 10_000];

/** After an action on this page: when to ask what it did for the milestones. Actions that follow meanwhile wait for it. */
export const ACTION_DELAY_MS = 1_500;

/** How long a missing token is taken for one that is still on its way, rather than for a lost session. */
export const TOKEN_GRACE_MS = 3_000;

export interface ConnectionOptions {
  /** The present state. */
  readonly read: () => WidgetState;
  /** Takes the next state and draws it. */
  readonly write: (state: WidgetState) => void;
  /** Read before each request. */
  readonly server: () => string;
  /** Read before each request. */
  readonly token: () => string | null;
  /** What might be the page's tracker. */
  readonly findTracker: () => unknown;
  /** A feature became adopted while the widget looked on. */
  readonly onAdopted: (feature: string) => void;
  /** The collector refused the token: once for each token. */
  readonly onTokenExpired: () => void;
}

/** Keeps the state up to date, from `start` to `stop`. */
export interface Connection {
  stop(): void;
  /** Asks the collector now, in place of whatever request is under way. */
  refresh(): void;
  /** Tells the tracker whether the person wants to be measured in this browser. */
  choose(isAllowed: boolean): void;
}

/** Starts asking the collector and following the tracker. */
export function startConnection(options: ConnectionOptions): Connection {
  const { read, write } = options;
  const life = new AbortController();
  let request = new AbortController();
  let requestedWriter: string | null = null;
  let refusedToken: string | null = null;
  let awaited = "";
  let confirmations = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let actionTimer: ReturnType<typeof setTimeout> | undefined;
  let following: Following | null = null;

  const later = (delayMs: number, action: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(guard(action), delayMs);
  };

  function refresh(): void {
    if (life.signal.aborted) return;
    clearTimeout(timer);
    request.abort();
    request = new AbortController();
    const { signal } = request;
    const token = options.token();
    const writer = read().local?.writer ?? null;
    requestedWriter = writer;
    write({ ...read(), loading: true });
    void fetchMe({ server: options.server(), token, writer, signal }).then(
      guard((result: MeResult) => {
        if (signal.aborted) return;
        if (result.kind === "ok") {
          write(withReply(read(), result.reply, writer, Date.now()));
          for (const feature of read().celebrated) options.onAdopted(feature);
          scheduleNext(REFRESH_INTERVAL_MS);
        } else if (result.kind === "unauthorized") {
          refuse(token);
        } else {
          write(withFailure(read(), result));
          scheduleNext(Math.max(REFRESH_INTERVAL_MS, (result.kind === "server" && result.retryAfterMs) || 0));
        }
      }),
    );
  }

  /** Nothing is asked again by itself: only a new token, a return to the tab or the person can change the answer. */
  function refuse(token: string | null): void {
    const show = () => {
      write(withFailure(read(), { kind: "unauthorized" }));
    };
    if (token === null && read().failure === null) later(TOKEN_GRACE_MS, show);
    else show();
    if (token !== null && token !== refusedToken) options.onTokenExpired();
    refusedToken = token;
  }

  function scheduleNext(delayMs: number): void {
    if (document.visibilityState !== "visible") return;
    const confirmationMs = awaitingAdoption(read()).length > 0 ? CONFIRMATION_DELAYS_MS[confirmations++] : undefined;
    later(confirmationMs ?? delayMs, refresh);
  }

  /** The collector can't say it before it has the last seconds. */
  function flushAndRefresh(): void {
    void following?.tracker()?.flush().then(guard(refresh), guard(refresh));
  }

  function takeProgress(progress: TrackerProgress): void {
    const before = read().local;
    write(withLocal(read(), progress));
    if (hasActed(before, progress) && hasOpenMilestone(read())) {
      actionTimer ??= setTimeout(
        guard(() => {
          actionTimer = undefined;
          flushAndRefresh();
        }),
        ACTION_DELAY_MS,
      );
    }
    if (progress.writer !== null && progress.writer !== requestedWriter) refresh();
    const awaiting = awaitingAdoption(read()).join("\n");
    if (awaiting !== awaited && awaiting !== "") {
      confirmations = 0;
      flushAndRefresh();
    }
    awaited = awaiting;
  }

  const listen = (target: EventTarget, type: string, action: () => void) =>
    target.addEventListener(type, guard(action), { signal: life.signal });
  listen(document, "visibilitychange", () => {
    if (document.visibilityState === "visible") refresh();
    else clearTimeout(timer);
  });
  listen(window, "online", refresh);

  following = followTracker(options.findTracker, takeProgress);
  if (requestedWriter === null) refresh();

  return {
    refresh,
    choose: (isAllowed) => {
      const tracker = following?.tracker();
      if (isAllowed) tracker?.optIn();
      else tracker?.optOut();
    },
    stop: () => {
      life.abort();
      request.abort();
      clearTimeout(timer);
      clearTimeout(actionTimer);
      following?.stop();
    },
  };
}
