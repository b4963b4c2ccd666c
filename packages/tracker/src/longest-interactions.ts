/** What an interaction took at most that the browser reports nothing about: what web-vitals says in its place, too. */
export const FAST_MS = 8;

/** Of so many interactions one, the longest, is taken for an accident. */
const INTERACTIONS_PER_ACCIDENT = 50;

/** More accidents than these aren't forgiven. */
const MAX_KEPT = 10;

/** The interactions of one feature, as far as its INP needs them. */
export interface LongestInteractions {
  /** Somebody interacts, however fast the page answers. */
  count(): void;
  /** One event of an interaction: how long it took until the next paint, in milliseconds. */
  add(id: number, lengthMs: number): void;
  /** Milliseconds; undefined while nobody has interacted. */
  inpMs(): number | undefined;
}

/**
 * Interaction to Next Paint: the longest interaction, of which the longest one in 50 is left out
 * (https://web.dev/articles/inp#how_is_inp_calculated).
 */
export function createLongestInteractions(): LongestInteractions {
  const longest: { readonly id: number; lengthMs: number }[] = [];
  let total = 0;
  return {
    count() {
      total += 1;
    },
    add(id, lengthMs) {
      const known = longest.find((one) => one.id === id);
      if (known) known.lengthMs = Math.max(known.lengthMs, lengthMs);
      else longest.push({ id, lengthMs });
      longest.sort((one, other) => other.lengthMs - one.lengthMs).splice(MAX_KEPT);
    },
    inpMs() {
      const accidents = Math.min(Math.floor(total / INTERACTIONS_PER_ACCIDENT), MAX_KEPT - 1);
      return longest[accidents]?.lengthMs ?? (total || longest.length ? FAST_MS : undefined);
    },
  };
}
