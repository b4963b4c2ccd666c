import type { Tracker } from "./api.ts";
import { ignore } from "./edges.ts";
import type { Settings } from "./lifecycle.ts";

/** What the query of a page's address has for whoever was sent a link. */
const PARAMETER = "uptake-inspector";

/** The value of `data-debug` that opens it at once. */
const SETTING = "inspector";

/** The address with which the document was loaded: an app's router may have changed it since. */
const loadedFrom = (): string => performance.getEntriesByType("navigation")[0]?.name ?? location.href;

const isAsked = (settings: Settings) => settings.debug === SETTING || new URL(loadedFrom()).searchParams.has(PARAMETER);

/**
 * Opens the inspector for whoever asks: by `data-debug="inspector"`, by `uptake-inspector` in the query of the address, or by
 * Alt+Shift+U. It comes as a chunk of its own.
 */
export function offerInspector(tracker: Tracker, settings: Settings): void {
  const open = () =>
    import("./inspector/inspector.ts").then(({ openInspector }) => openInspector(tracker, settings)).catch(ignore);
  if (isAsked(settings)) void open();
  window.addEventListener("keydown", ({ isTrusted, altKey, shiftKey, code }) => {
    if (isTrusted && altKey && shiftKey && code === "KeyU") void open();
  });
}
