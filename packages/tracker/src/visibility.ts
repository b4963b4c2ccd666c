import type { Edges } from "./edges.ts";

/** Whether somebody can see the document. */
export function isVisible(document: Document): boolean {
  return document.visibilityState === "visible";
}

/** Visible and focused: the one rule of what may count. */
export function isAttended(document: Document): boolean {
  return isVisible(document) && document.hasFocus();
}

/**
 * Calls back whenever visibility or focus may have changed, and again a task later: in Chromium `focus` comes back
 * before `visible`, and a click into an iframe blurs the window while `hasFocus()` stays true.
 */
export function watchVisibility(page: Window, edges: Edges, onChange: () => void): void {
  const look = () => {
    onChange();
    edges.after(0, onChange);
  };
  // Without capture, so that the focus of single elements doesn't come by.
  for (const type of ["focus", "blur", "pageshow"]) edges.listen(page, type, look);
  for (const type of ["visibilitychange", "resume"]) edges.listen(page.document, type, look);
}
