import type { Identity, Status, Tracker } from "./api.ts";
import { isVisible } from "./attention.ts";
import { nowMs, openClock } from "./clock.ts";
import { CONSENT_KEY, heed, isRefusedBySignal, said, word } from "./consent.ts";
import { FIRST_FLUSH_MS, openDelivery, touch } from "./delivery.ts";
import { after, closeEdges, guard, ignore, listen } from "./edges.ts";
import { erase, openKeep } from "./keep.ts";
import { announce } from "./listeners.ts";
import {
  closeMeasure,
  glance,
  openMeasure,
  place,
  watchLeaving,
  watchMore,
  watchPage,
  type Glance,
} from "./measure.ts";
import { refreshToken, takePerson } from "./person.ts";
import type { PublicDefinitions } from "./protocol/index.ts";
import { backoffMs, request, type Failure } from "./request.ts";
import { endWriter, startWriter, writers, type Writer } from "./writer.ts";

/** Whether the page is measured, and what begins and ends it. */

/** Calls that came before the definitions; more than these are a loop. */
const MAX_WAITING_CALLS = 1_000;

/** The parts that are loaded by those who ask for them. */
export interface Parts {
  readonly vitals: {
    watchVitals(where: () => readonly [of: Writer, feature: string] | null, changed: (of: Writer) => void): void;
  };
  readonly debug: { debug(tracker: Tracker, settings: Settings): void };
}

/** Loads one of them. */
export type Load = <Part extends keyof Parts>(part: Part) => Promise<Parts[Part]>;

/** Options as the script tag's attributes say them: what is there is on. */
export interface Settings extends Partial<Identity> {
  readonly key: string;
  readonly base: string | undefined;
  /** `required` or anything else. */
  readonly consent?: string | undefined;
  /** Names of signals, separated by spaces. */
  readonly respect?: string | undefined;
  readonly internal?: string | undefined;
  readonly vitals?: string | undefined;
  /** `inspector` or anything else. */
  readonly debug?: string | undefined;
  /** Those that the host has given, if it has. */
  readonly definitions?: PublicDefinitions;
}

let tracker: Tracker;
let load: Load;
let definitions: PublicDefinitions | null | undefined;
let readSettings: () => Settings;
let settings: Settings;
let isAwake: boolean;
/** The page when it was listened to first, at the time of the script's start, if it can be measured from there. */
let first: Glance | undefined;
/** Calls that came before the definitions. */
const waiting: (() => unknown)[] = [];

export let status: Status;

const isPrerendering = () => (document as { readonly prerendering?: boolean }).prerendering;

/** Ends whatever goes on. Only `stopped` leaves something to be sent. */
export const end = (why: Status) => {
  status = why;
  endWriter();
  closeMeasure();
  if (why !== "stopped") writers.clear();
  closeEdges();
  announce();
};

const measure = () => {
  // A page that is prerendered and that nobody opens measures nothing.
  if (status !== "loading" || !definitions || isPrerendering()) return;
  if (!definitions.enabled) return end("disabled");
  try {
    if (!first) {
      watchLeaving(wake);
      watchPage();
    }
    watchMore();
    const seen = first ?? glance();
    startWriter();
    openDelivery(seen.atMs, refreshToken, `${settings.base}/v1/collect?key=${settings.key}`);
    openMeasure(seen, definitions);
  } catch {
    // This browser lacks something.
    return end("stopped");
  }
  status = "on";
  first = undefined;
  takePerson();
  waiting.splice(0).map(guard);
  if (settings.vitals !== undefined || definitions.vitals)
    after(FIRST_FLUSH_MS, () =>
      load("vitals")
        .then(({ watchVitals }) =>
          watchVitals(
            () => place && [place.of, place.feature],
            (of) => {
              of.isDirty = true;
              touch();
            },
          ),
        )
        .catch(ignore),
    );
};

const fetchDefinitions = (failures: number): unknown =>
  request(`${settings.base}/v1/definitions?key=${settings.key}`)
    .then((loaded) => {
      definitions = loaded as PublicDefinitions;
      return measure();
    })
    .catch((failure: Failure) => after(backoffMs(failure, failures), () => fetchDefinitions(failures + 1)));

/** Begins anew, if the page may be measured. The person's own word goes before the browser's signals. */
const begin = () => {
  const next =
    settings.internal !== undefined
      ? "internal"
      : word === "out" || (!word && isRefusedBySignal(settings.respect))
        ? "denied"
        : word || settings.consent !== "required"
          ? "loading"
          : "consent";
  // The first time everything is open already.
  if (first && next === "loading") status = next;
  else {
    first = undefined;
    end(next);
  }
  openKeep(settings.key);
  if (next === "internal") return;
  // The person may be asked in another tab of this browser; a frozen one hears of it when it is back.
  listen("storage pageshow visibilitychange prerenderingchange", () => {
    obey(said());
    measure();
  });
  if (definitions) measure();
  else if (next === "loading") fetchDefinitions(1);
};

const obey = (next: unknown) => {
  if (!heed(next)) return;
  const isOut = next === "out";
  if (isOut) guard(erase);
  if (status !== "stopped" && (isOut || !/^(on|loading)$/.test(status))) guard(begin);
};

/** The person says something. */
export const say = (next: "in" | "out") => {
  wake();
  guard(() => (localStorage[CONSENT_KEY] = next));
  obey(next);
};

/** Begins at the first need: so the start of the script, when the page has other things to do, costs next to nothing. */
export const wake = () => {
  if (isAwake) return;
  isAwake = true;
  guard(() => {
    status = "stopped";
    settings = readSettings();
    openClock();
    heed(said());
    begin();
    tracker.identify(settings as Identity);
    if (settings.debug !== undefined)
      load("debug")
        .then(({ debug }) => debug(tracker, settings))
        .catch(ignore);
  });
};

/** A function that does it when the definitions are there. */
export const whenLoaded =
  <Parameters extends readonly never[]>(call: (...parameters: Parameters) => unknown) =>
  (...parameters: Parameters): void => {
    wake();
    const run = () => call(...parameters);
    if (status !== "loading") guard(run);
    else if (waiting.length < MAX_WAITING_CALLS) waiting.push(run);
  };

/**
 * The page is at rest soon enough: nothing but listening happens now, and that in a task of its own, since two short ones are
 * less in the page's way than a longer one. Time counts from here all the same. An input that comes in between is as good as
 * one before the script. In a hidden page, where that task may be late, nobody waits for anything else either.
 */
export const start = (
  of: Tracker,
  loadPart: Load,
  by: PublicDefinitions | null | undefined,
  readAttributes: () => Settings,
) => {
  tracker = of;
  load = loadPart;
  definitions = by;
  readSettings = readAttributes;
  if (!definitions || !isVisible()) return wake();
  const atMs = nowMs();
  watchLeaving(wake);
  after(0, () => {
    watchPage();
    first = { ...glance(), atMs };
  });
  after(FIRST_FLUSH_MS, wake);
};
