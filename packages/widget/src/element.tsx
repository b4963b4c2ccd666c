import { render } from "preact";
import { App } from "./app.tsx";
import { type Connection, startConnection } from "./connection.ts";
import type { AdoptedDetail, UptakeProgressElement } from "./element-types.ts";
import { guard } from "./guard.ts";
import { memberKey, memberOfToken } from "./member.ts";
import { chooseLanguage } from "./messages/language.ts";
import { INITIAL_STATE, type WidgetState, withLocal, withoutReply } from "./state.ts";
import { STYLES } from "./styles.ts";
import { CHOICE } from "./views/choice.ts";

/**
 * Makes the class of `<uptake-progress>`.
 * @param defaultServer the collector's base address for elements that name none.
 */
export function createElementClass(
  defaultServer: string,
): CustomElementConstructor & (new () => UptakeProgressElement) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);

  return class extends HTMLElement implements UptakeProgressElement {
    static readonly observedAttributes = ["server", "token", "lang"];

    #state = INITIAL_STATE;
    #language = chooseLanguage([]);
    #connection: Connection | null = null;
    #server: string | null = null;
    #token: string | null = null;
    #tracker: UptakeProgressElement["tracker"] = null;

    constructor() {
      super();
      guard(() => {
        this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
      })();
    }

    get server(): string {
      return this.#server ?? defaultServer;
    }
    set server(value: string | null) {
      guard(() => {
        const server = value || null;
        if (server === this.#server) return;
        this.#server = server;
        this.#reload(false);
      })();
    }

    get token(): string | null {
      return this.#token;
    }
    set token(value: string | null) {
      guard(() => {
        const token = value || null;
        if (token === this.#token) return;
        const before = memberOfToken(this.#token);
        const after = memberOfToken(token);
        this.#token = token;
        this.#reload(before !== null && after !== null && memberKey(before) === memberKey(after));
      })();
    }

    get tracker(): UptakeProgressElement["tracker"] {
      return this.#tracker;
    }
    set tracker(value: UptakeProgressElement["tracker"]) {
      guard(() => {
        if (value === this.#tracker) return;
        this.#tracker = value;
        if (this.#connection !== null) this.#restart();
      })();
    }

    get theme(): string | null {
      return this.getAttribute("theme");
    }
    set theme(value: string | null) {
      guard(() => {
        if (value === null || value === undefined) this.removeAttribute("theme");
        else this.setAttribute("theme", value);
      })();
    }

    connectedCallback(): void {
      guard(() => {
        this.#adoptEarlyProperties();
        this.#chooseLanguage();
        this.#restart();
      })();
    }

    disconnectedCallback(): void {
      guard(() => {
        this.#connection?.stop();
        this.#connection = null;
        if (this.shadowRoot !== null) render(null, this.shadowRoot);
      })();
    }

    attributeChangedCallback(name: string, _before: string | null, after: string | null): void {
      if (name === "server") this.server = after;
      else if (name === "token") this.token = after;
      else
        guard(() => {
          this.#chooseLanguage();
          this.#draw(this.#state);
        })();
    }

    /** @param samePerson a renewed token of one person keeps what is on screen; nobody else may see it. */
    #reload(samePerson: boolean): void {
      if (!samePerson) this.#draw(withoutReply(this.#state));
      this.#connection?.refresh();
    }

    #draw(state: WidgetState): void {
      this.#state = state;
      if (this.shadowRoot === null || !this.isConnected) return;
      const place = this.shadowRoot.activeElement;
      render(
        <App state={state} language={this.#language} retry={this.#retry} choose={this.#choose} />,
        this.shadowRoot,
      );
      // Whoever has decided is led to the control by which they can decide otherwise: their own is gone.
      if (place !== null && !place.isConnected && place.closest(CHOICE) !== null)
        this.shadowRoot.querySelector<HTMLElement>(`${CHOICE} :is(summary, button)`)?.focus();
    }

    readonly #retry = guard(() => this.#connection?.refresh());

    readonly #choose = guard((isAllowed: boolean) => this.#connection?.choose(isAllowed));

    #restart(): void {
      this.#connection?.stop();
      this.#draw(withLocal(this.#state, null));
      const emit = (type: string, detail?: AdoptedDetail) =>
        this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }));
      this.#connection = startConnection({
        read: () => this.#state,
        write: (state) => this.#draw(state),
        server: () => this.server,
        token: () => this.#token,
        findTracker: () => this.#tracker ?? (window as { readonly uptake?: unknown }).uptake,
        onAdopted: (feature) => emit("uptake-adopted", { feature }),
        onTokenExpired: () => emit("uptake-token-expired"),
      });
    }

    #chooseLanguage(): void {
      this.#language = chooseLanguage([this.closest<HTMLElement>("[lang]")?.lang, ...navigator.languages]);
    }

    /** Properties that a framework set before the element was defined hide the accessors of the class. */
    #adoptEarlyProperties(): void {
      for (const name of ["server", "token", "tracker", "theme"]) {
        if (!Object.hasOwn(this, name)) continue;
        const value: unknown = Reflect.get(this, name);
        Reflect.deleteProperty(this, name);
        Reflect.set(this, name, value);
      }
    }
  };
}
