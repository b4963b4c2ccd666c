import { after, guard, listen, untilClosed } from "./edges.ts";

/**
 * Calls back whenever visibility, focus, the address or playing media may have changed, and again a task later: in Chromium
 * `focus` comes back before `visible`, and a click into an iframe blurs the window while `hasFocus()` stays true.
 *
 * The address is followed by the Navigation API where there is one
 * (https://developer.mozilla.org/docs/Web/API/Navigation_API); elsewhere the history's methods are wrapped.
 * @returns listens for the rest: what nothing depends on before the page has been measured for the first time.
 */
export const watchChanges = (onChange: (event?: Event) => void): (() => void) => {
  const later = () => after(0, onChange);
  const look = (event: Event) => {
    onChange(event);
    later();
  };
  const navigation = guard(() => (window as { readonly navigation?: EventTarget }).navigation);
  // Without capture, so that the focus of single elements doesn't come by, and after whoever has something to report.
  listen("focus blur visibilitychange", look, false);
  // A global variable of the host may bear the same name.
  if (navigation?.addEventListener) listen("currententrychange", later, false, navigation);
  else {
    listen("popstate hashchange", later);
    if (!onRoute) wrapHistory();
    onRoute = untilClosed(later);
  }
  return () => listen("pageshow playing pause ended", look);
};

/** Set once the history is wrapped, once in a document. */
let onRoute: (() => unknown) | undefined;

/** Nothing is given back when measuring ends, since somebody may have wrapped ours meanwhile. */
const wrapHistory = () => {
  for (const method of ["pushState", "replaceState"] as const)
    // A frozen one stays as it is: then the next click or tick finds the new place.
    guard(() => {
      const original = history[method];
      history[method] = function (...parameters) {
        original.apply(this, parameters);
        onRoute?.();
      };
    });
};
