import { signal, type ReadonlySignal } from "@preact/signals";

/** `auto` follows the operating system. */
export type ThemeName = "auto" | "light" | "dark";

/** The person's choice of light or dark, kept in the browser. */
export interface Theme {
  readonly name: ReadonlySignal<ThemeName>;
  /** Goes on to the next of automatic, light and dark. */
  next(): void;
}

const KEY = "uptake:theme";
const ORDER: readonly ThemeName[] = ["auto", "light", "dark"];

/** Reads the choice from `storage` and keeps `root`'s `data-theme` in step with it. */
export function createTheme(root: HTMLElement, storage: Storage): Theme {
  const name = signal<ThemeName>(stored(storage));
  root.dataset["theme"] = name.value;
  return {
    name,
    next: () => {
      name.value = nextTheme(name.value);
      root.dataset["theme"] = name.value;
      try {
        storage.setItem(KEY, name.value);
      } catch {
        // Full or forbidden storage: the choice holds for this page.
      }
    },
  };
}

/** The choice after this one. */
export function nextTheme(name: ThemeName): ThemeName {
  return ORDER[(ORDER.indexOf(name) + 1) % ORDER.length] ?? "auto";
}

function stored(storage: Storage): ThemeName {
  try {
    return ORDER.find((name) => name === storage.getItem(KEY)) ?? "auto";
  } catch {
    return "auto";
  }
}
