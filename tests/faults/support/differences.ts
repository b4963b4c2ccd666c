import type { Counters } from "./counters.ts";
import type { Totals } from "./model.ts";

const MAX_SHOWN = 20;

/** Every sum in which two differ, as sentences; the first few of them. Empty: they are equal. */
export function differences(expected: Totals, actual: Totals): readonly string[] {
  return shown(
    allKeys(expected, actual).filter((key) => text(expected.get(key)) !== text(actual.get(key))),
    (key) => `${key}: expected ${text(expected.get(key))}, found ${text(actual.get(key))}`,
  );
}

/** Every sum that is not between two others, likewise. Empty: all are. */
export function outOfBounds(atLeast: Totals, actual: Totals, atMost: Totals): readonly string[] {
  const exceeds = (one: Counters = {}, other: Counters = {}): boolean =>
    Object.entries(one).some(([name, value]) => value > (other[name] ?? 0));
  return shown(
    allKeys(atLeast, actual).filter(
      (key) => exceeds(atLeast.get(key), actual.get(key)) || exceeds(actual.get(key), atMost.get(key)),
    ),
    (key) =>
      `${key}: at least ${text(atLeast.get(key))}, at most ${text(atMost.get(key))}, found ${text(actual.get(key))}`,
  );
}

function allKeys(one: Totals, other: Totals): readonly string[] {
  return [...new Set([...one.keys(), ...other.keys()])];
}

function shown(keys: readonly string[], describe: (key: string) => string): readonly string[] {
  const sentences = keys.slice(0, MAX_SHOWN).map(describe);
  return keys.length > MAX_SHOWN ? [...sentences, `and ${keys.length - MAX_SHOWN} more`] : sentences;
}

function text(counters: Counters | undefined): string {
  return counters === undefined
    ? "nothing"
    : JSON.stringify(Object.entries(counters).sort(([one], [other]) => (one < other ? -1 : 1)));
}
