import { guard, type Edges } from "./edges.ts";

/**
 * Calls back after the document's address may have changed without a load. Uses the Navigation API where there is one
 * (https://developer.mozilla.org/docs/Web/API/Navigation_API); elsewhere wraps the history's methods until closed.
 */
export function watchRoutes(page: Window, edges: Edges, onChange: () => void): void {
  const { navigation } = page as { navigation?: EventTarget };
  // A global variable of the host may bear the same name.
  if (navigation?.addEventListener) return edges.listen(navigation, "currententrychange", onChange);

  for (const type of ["popstate", "hashchange"]) edges.listen(page, type, onChange);
  const { history } = page;
  for (const method of ["pushState", "replaceState"] as const) {
    const original = history[method];
    const wrapper = function (this: History, ...parameters: Parameters<History["pushState"]>) {
      original.apply(this, parameters);
      edges.after(0, onChange);
    };
    // A frozen one stays as it is: then the next input finds the new place.
    guard(() => (history[method] = wrapper));
    // Somebody may have wrapped ours since: then it stays, and does nothing but call through.
    edges.onClose(() => {
      if (history[method] === wrapper) history[method] = original;
    });
  }
}
