/**
 * A script as an expression for the page: what it evaluates to, as JSON, or a promise of that. The script may be
 * statements, and its value a promise.
 */
export function scriptOf(script: string): string {
  return `((value) => value instanceof Promise ? value.then(JSON.stringify) : JSON.stringify(value))((0, eval)(${JSON.stringify(script)}))`;
}

/** Expression of an element's middle, in CSS px of the viewport. */
export function middleOf(selector: string): string {
  return `(({ left, top, width, height }) => ({ x: Math.round(left + width / 2), y: Math.round(top + height / 2) }))(
    document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect())`;
}

/** What a page says of itself. */
export const hasFocus = `document.visibilityState === "visible" && document.hasFocus()`;
export const isUnfocused = "!document.hasFocus()";
export const isHidden = `document.visibilityState === "hidden"`;
export const isLoaded = `location.href !== "about:blank" && document.readyState === "complete"`;
