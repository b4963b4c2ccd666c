import type { Tracker } from "@uptake/tracker";

/** `<uptake-progress>`: what a person has reached so far. Every member also works as set before the script has loaded. */
export interface UptakeProgressElement extends HTMLElement {
  /**
   * The collector's base address; also an attribute.
   * @defaultValue where the script that defined the element came from, else the page's origin
   */
  get server(): string;
  set server(value: string | null);
  /** JWT with which the person reads their own record; also an attribute. Another value reloads. Null: the host's session. */
  token: string | null;
  /** `light`, `dark`, or null to follow the page's `color-scheme`; also an attribute. */
  theme: string | null;
  /** The tracker whose numbers are added live. @defaultValue `window.uptake`, as soon as it is there */
  tracker: Tracker | null | undefined;
}

/** `detail` of `uptake-adopted`. */
export interface AdoptedDetail {
  readonly feature: string;
}

declare global {
  interface HTMLElementTagNameMap {
    "uptake-progress": UptakeProgressElement;
  }
  interface GlobalEventHandlersEventMap {
    /** A feature became adopted while the widget was on the page. Bubbles, composed. */
    "uptake-adopted": CustomEvent<AdoptedDetail>;
    /** The collector refused the token: set a new one. Bubbles, composed. */
    "uptake-token-expired": CustomEvent<undefined>;
  }
}
