/**
 * What not every engine lets a test do. A scenario names what it needs; where an engine can't, the table says
 * "not possible here".
 *
 * - `windows`: windows take the focus from each other as on a desktop: `openWindow`, `focus`, `focusOther`.
 * - `tabs`: of a window's tabs, the browser itself calls all but the front one hidden: `openTab` beside another, `focus`.
 * - `hide`: `hide` and `show`, really or by the engine's protocol.
 * - `freeze`: `freeze` and `resume`.
 * - `crash`: `crash`.
 * - `sleep`: `sleep`.
 * - `kill`: `kill` and `restart`.
 * - `offline`: `setOffline`.
 * - `back-forward-cache`: `back` restores a page that was kept alive.
 * - `prerender`: speculation rules are obeyed.
 * - `media`: an `<audio>` or `<video>` plays without a sound device and without a click.
 */
export type Ability =
  | "windows"
  | "tabs"
  | "hide"
  | "freeze"
  | "crash"
  | "sleep"
  | "kill"
  | "offline"
  | "back-forward-cache"
  | "prerender"
  | "media";

/** A browser engine that scenarios can run in. */
export interface Engine {
  readonly name: "chromium" | "firefox" | "webkit";
  readonly can: ReadonlySet<Ability>;
  /** Starts the browser with an empty profile, no tab that a scenario would notice, and real focus. */
  start(): Promise<EngineBrowser>;
}

/** One running browser: one profile, one focus. */
export interface EngineBrowser {
  /** Opens an address in a new tab in front of the others of the window. Resolves after its load. */
  openTab(url: string): Promise<Tab>;
  /** Opens an address in a window of its own, which takes the focus; the other windows stay visible. */
  openWindow(url: string): Promise<Tab>;
  /** Takes the network away from every tab, open or not yet, or gives it back; pages hear of it. */
  setOffline(isOffline: boolean): Promise<void>;
  /** The machine sleeps: no process of the browser runs for that long. Resolves after it woke up. */
  sleep(lengthMs: number): Promise<void>;
  /** SIGKILL to every process of the browser at once. Its tabs are gone; `restart` or `close` is what is left. */
  kill(): Promise<void>;
  /** Starts the browser anew with the same profile, after `kill` or not. Tabs of before are not opened again. */
  restart(): Promise<void>;
  /** Ends the browser and removes its profile. Does nothing the second time. */
  close(): Promise<void>;
}

/** One tab, through the eyes and hands of a person, and of the test, which may look inside. */
export interface Tab {
  /** Goes to an address. Resolves after the load. */
  goto(url: string): Promise<void>;
  /** Goes back in the history. Resolves when the document of there runs, loaded or restored. */
  back(): Promise<void>;
  /** The other way. */
  forward(): Promise<void>;
  /**
   * The value of a JavaScript expression in the page, awaited if it is a promise, as JSON has it. It is no user gesture.
   * @throws when the expression throws.
   */
  evaluate<T>(expression: string): Promise<T>;
  /**
   * Moves the mouse to a place of the viewport, in CSS px. The page gets trusted events. Scenarios do this, as everything
   * that a person does with mouse and keys, only in the tab that has the focus.
   */
  moveMouse(x: number, y: number): Promise<void>;
  /** Moves the mouse to the middle of an element and clicks there. On an iframe, this lands in what the frame shows. */
  click(selector: string): Promise<void>;
  /** Clicks on what opens another tab. Resolves with that tab after its load; it is in front. */
  clickOpeningTab(selector: string): Promise<Tab>;
  /** Presses and releases a key, by its `KeyboardEvent.key`: `"a"`, `"Enter"`. */
  pressKey(key: string): Promise<void>;
  /** Brings the tab to the front of its window, and the window to the front of all. Resolves when the page has the focus. */
  focus(): Promise<void>;
  /** Another window, of whichever program, takes the focus; the tab stays visible beside it. */
  focusOther(): Promise<void>;
  /** Puts the tab out of sight: another tab or nothing at all is in front. */
  hide(): Promise<void>;
  /** The reverse: visible, and with the focus. */
  show(): Promise<void>;
  /** The browser freezes the page, as it does with tabs long hidden; it must be hidden before. */
  freeze(): Promise<void>;
  /** Ends `freeze`. The page stays hidden until `show`. */
  resume(): Promise<void>;
  /** The page's process dies at once, without a word to the page. The tab is of no use afterwards, but for `close`. */
  crash(): Promise<void>;
  /** Closes the tab as a person does: the page hears of it. Resolves when it is gone. */
  close(): Promise<void>;
}
