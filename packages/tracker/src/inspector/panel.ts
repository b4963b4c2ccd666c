import { isId } from "../protocol/index.ts";
import { createElement } from "./create-element.ts";
import type { Piece, Proposal } from "./proposals.ts";
import type { Standing } from "./standing.ts";

/** What somebody has chosen. */
export interface Choice {
  /** The element in a few signs. */
  readonly element: string;
  readonly standing: Standing;
  readonly proposals: readonly Proposal[];
}

/** What the panel's buttons do. */
export interface PanelActions {
  close(): void;
  /** One element further out, or in. */
  step(to: "out" | "in"): void;
  /** Puts a text on the clipboard. @returns whether it is there. */
  copy(text: string, shown: Element): Promise<boolean>;
}

/** The panel, and what its parts do: inputs are heard in one place, which asks here. */
export interface Panel {
  readonly element: HTMLElement;
  show(choice: Choice): void;
  /** A button of it was pressed. */
  press(on: EventTarget): void;
  /** One of its fields has another text. */
  change(on: EventTarget): void;
}

const COPIED_MS = 1_600;

const NO_SELECTORS =
  "Class names and positions change with the next build or redesign. A rule that hangs on them then counts nothing, and " +
  "nobody notices. An attribute or an address is changed by somebody who sees it.";

const kbd = (key: string) => createElement("kbd", {}, key);

const hint = () =>
  createElement(
    "p",
    {},
    "Point at a part of your app, and click it: here you will see what it counts for, and which rule you could write. ",
    createElement(
      "span",
      { class: "keys" },
      "By keyboard: ",
      kbd("↑"),
      " around it, ",
      kbd("↓"),
      " into it, ",
      kbd("←"),
      " ",
      kbd("→"),
      " beside it, ",
      kbd("Esc"),
      " to end.",
    ),
  );

const about = () =>
  createElement(
    "details",
    {},
    createElement("summary", {}, "Why no selectors, and what counts meanwhile"),
    createElement("p", {}, NO_SELECTORS),
    createElement(
      "p",
      {},
      "The inspector sends and keeps nothing. From when it was opened, nothing that is done here counts, until the page is " +
        "loaded again.",
    ),
  );

function showStanding({ feature, why, action }: Standing): readonly Node[] {
  return [
    createElement("p", { class: "counts" }, "Counts for ", createElement("strong", {}, feature)),
    createElement("p", { class: "muted" }, why),
    ...(action === undefined
      ? []
      : [createElement("p", { class: "counts" }, "Using it counts ", createElement("strong", {}, action))]),
  ];
}

export function createPanel(actions: PanelActions): Panel {
  const pressed = new WeakMap<EventTarget, () => void>();
  const changed = new WeakMap<EventTarget, () => void>();

  const button = (text: string, attributes: Readonly<Record<string, string>>, onPress: (self: Element) => void) => {
    const element = createElement("button", { type: "button", ...attributes }, text);
    pressed.set(element, () => onPress(element));
    return element;
  };

  const showPiece = ({ into, code }: Piece) => {
    const shown = createElement("pre", {}, code);
    const copy = button("Copy", { "aria-label": `Copy for ${into}` }, async () => {
      const isCopied = await actions.copy(shown.textContent ?? "", shown);
      copy.textContent = isCopied ? "Copied" : "Ctrl+C";
      setTimeout(() => (copy.textContent = "Copy"), COPIED_MS);
    });
    return createElement(
      "div",
      { class: "piece" },
      createElement("div", { class: "into" }, createElement("p", { class: "muted" }, `Into ${into}`), copy),
      shown,
    );
  };

  const showProposal = ({ title, keyLabel, key, steadiness, matches, pieces }: Proposal) => {
    const input = createElement("input", { value: key, spellcheck: "false", autocomplete: "off" });
    const rest = createElement("div", { class: "cards" });
    const fill = () => {
      const named = input.value.trim();
      rest.replaceChildren(
        ...(isId(named)
          ? [...pieces(named).map(showPiece), createElement("p", { class: "muted" }, `${matches(named)} ${steadiness}`)]
          : [
              createElement(
                "p",
                { class: "wrong" },
                "A key has 1 to 128 characters, and is no word of JavaScript's own.",
              ),
            ]),
      );
    };
    fill();
    changed.set(input, fill);
    return createElement(
      "section",
      { class: "card" },
      createElement("h3", {}, title),
      createElement("label", { class: "key" }, keyLabel, input),
      rest,
    );
  };

  const now = createElement("div", { class: "now", "aria-live": "polite" }, hint());
  const cards = createElement("div", { class: "cards" });
  const body = createElement("div", { class: "body" }, now, cards, about());
  const element = createElement(
    "section",
    { class: "panel", role: "dialog", "aria-label": "Uptake inspector", tabindex: "-1" },
    createElement(
      "div",
      { class: "head" },
      createElement("h2", {}, "Uptake inspector"),
      button("Close", { "aria-keyshortcuts": "Escape" }, () => actions.close()),
    ),
    body,
  );

  return {
    element,
    show({ element: described, standing, proposals }) {
      now.replaceChildren(
        createElement(
          "div",
          { class: "chosen" },
          createElement("p", {}, described),
          button("Wider", { title: "The element around it (↑)" }, () => actions.step("out")),
          button("Closer", { title: "The first element in it (↓)" }, () => actions.step("in")),
        ),
        ...showStanding(standing),
      );
      cards.replaceChildren(
        ...(proposals.length === 0
          ? [createElement("p", { class: "muted" }, "Nothing to write: what it counts is said already.")]
          : proposals.map(showProposal)),
      );
      body.scrollTop = 0;
    },
    press: (on) => pressed.get(on)?.(),
    change: (on) => changed.get(on)?.(),
  };
}
