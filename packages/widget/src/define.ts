import { createElementClass } from "./element.tsx";
import { guard } from "./guard.ts";
import { serverOfScript } from "./server-of-script.ts";

/** Defines `<uptake-progress>`. Again, or where there is no browser, it does nothing. */
function define(): void {
  if (typeof customElements === "undefined" || customElements.get("uptake-progress") !== undefined) return;
  const script = document.currentScript;
  const source = script instanceof HTMLScriptElement ? script.src : "";
  customElements.define("uptake-progress", createElementClass(serverOfScript(source) ?? location.origin));
}

guard(define)();
