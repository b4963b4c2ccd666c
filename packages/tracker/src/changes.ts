import { after, guard, listen } from "./edges.ts";

/**
 * Calls back whenever visibility, focus, the address or playing media may have changed, and again a task later: in Chromium
 * `focus` comes back before `visible`, and a click into an iframe blurs the window while `hasFocus()` stays true.
 *
 * The address is followed by the Navigation API where there is one
 * (https://developer.mozilla.org/docs/Web/API/Navigation_API); elsewhere the history's methods are wrapped.
 * @param hasMedia whether it matters that media play.
 */
export const watchChanges = (onChange: () => void, hasMedia = false): void => {
  const look = () => {
    onChange();
    after(0, onChange);
  };
  const navigation = guard(() => (window as { readonly navigation?: Partial<EventTarget> }).navigation);
  // Without capture, so that the focus of single elements doesn't come by.
  listen(window, "focus blur pageshow", look);
  listen(document, "visibilitychange resume", look);
  // They don't bubble.
  if (hasMedia) listen(document, "playing pause ended", look, true);
  // A global variable of the host may bear the same name.
  if (navigation?.addEventListener) listen(navigation as EventTarget, "currententrychange", look);
  else {
    listen(window, "popstate hashchange", look);
    wrapHistory();
    onRoute = onChange;
  }
};

let onRoute: () => void;
let isWrapped = false;

/** Once in a document. Nothing is given back when measuring ends, since somebody may have wrapped ours meanwhile. */
const wrapHistory = () => {
  if (isWrapped) return;
  isWrapped = true;
  for (const method of ["pushState", "replaceState"] as const)
    // A frozen one stays as it is: then the next click or tick finds the new place.
    guard(() => {
      const original = history[method];
      history[method] = function (...parameters) {
        original.apply(this, parameters);
        guard(() => after(0, onRoute));
      };
    });
};
