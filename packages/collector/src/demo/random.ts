/** Repeatable chance: the same keys give the same sequence on every machine. */
export interface Random {
  /** 0 ≤ x < 1. */
  next(): number;
  /** Lower ≤ x < upper. */
  between(lower: number, upper: number): number;
  /** A whole number, both ends included. */
  integer(lowest: number, highest: number): number;
  /** True with this probability, 0 to 1. */
  chance(probability: number): boolean;
  /** One of the items; the list must not be empty. */
  pick<Item>(items: readonly Item[]): Item;
  /** One of the items, each with a chance in proportion to its weight; the last one where all weights are 0. */
  pickWeighted<Item extends { readonly weight: number }>(items: readonly Item[]): Item;
  /** A factor around 1 (its median), log-normal. */
  factor(spread: number): number;
  /** A count with this mean, Poisson. */
  count(mean: number): number;
  /** The items in another order. */
  shuffled<Item>(items: readonly Item[]): Item[];
}

/** A generator for one thing, named by its keys, so that no thing's numbers depend on how many came before it. */
export function createRandom(...keys: readonly (string | number)[]): Random {
  const next = createSfc32(hashOf(keys.join("\u0000")));
  const between = (lower: number, upper: number) => lower + next() * (upper - lower);
  const integer = (lowest: number, highest: number) => lowest + Math.floor(next() * (highest - lowest + 1));
  return {
    next,
    between,
    integer,
    chance: (probability) => next() < probability,
    pick: (items) => itemAt(items, integer(0, items.length - 1)),
    pickWeighted(items) {
      let rest = next() * items.reduce((sum, { weight }) => sum + weight, 0);
      for (const item of items) {
        rest -= item.weight;
        if (rest < 0) return item;
      }
      return itemAt(items, items.length - 1);
    },
    factor: (spread) => Math.exp(spread * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())),
    count(mean) {
      // Knuth's method: the means here are a few tens at most.
      const limit = Math.exp(-mean);
      let count = 0;
      for (let product = next(); product > limit; product *= next()) count += 1;
      return count;
    },
    shuffled: (items) =>
      items
        .map((item) => ({ item, place: next() }))
        .sort((one, other) => one.place - other.place)
        .map(({ item }) => item),
  };
}

function itemAt<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError("There is nothing to pick from: give at least one item.");
  return item;
}

/** FNV-1a over UTF-16 code units, http://www.isthe.com/chongo/tech/comp/fnv/, finished as in MurmurHash3. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** sfc32 of PractRand, https://pracrand.sourceforge.net/, warmed up as there. */
function createSfc32(seed: number): () => number {
  let a = 0;
  let b = seed;
  let c = Math.imul(seed, 0x9e3779b1);
  let counter = 1;
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let round = 0; round < 12; round += 1) next();
  return next;
}
