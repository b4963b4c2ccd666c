import type { WorkspaceDay } from "../domain/day.ts";
import { USE_COUNTERS, type UseDays } from "../store/use-days.ts";

/**
 * What members of an account did in features day by day, as bytes: the names, then row after row, each number as small as it
 * is. There are millions of rows, of a dozen bytes each.
 */
export type PackedUse = Uint8Array;

/** By the integers of the list of accounts; of those that did nothing none. Only files of the presets have any. */
export const USE_TABLE = `
  CREATE TABLE IF NOT EXISTS account_use (account INTEGER PRIMARY KEY, use BLOB NOT NULL) STRICT;
`;

/** Bits of a number in a byte; the highest one says that more follow. */
const BITS = 7;
const MORE = 1 << BITS;
/** A row has so many numbers: day, user, feature and the counters, none longer than a number can be. */
const MAX_ROW_BYTES = (3 + USE_COUNTERS) * Math.ceil(54 / BITS);
const FIRST_BYTES = 2_048;

/** Of each account that did anything before a day what it did until then. */
export function packUse(use: UseDays, before: WorkspaceDay): ReadonlyMap<string, PackedUse> {
  const packers = new Map<number, ReturnType<typeof createPacker>>();
  for (let row = 0; row < use.day.length && (use.day[row] as number) < before; row++) {
    const account = use.account[row] as number;
    const packer = packers.get(account) ?? createPacker(use);
    packers.set(account, packer);
    packer.add(row);
  }
  return new Map([...packers].map(([account, packer]) => [use.accounts[account] ?? "", packer.pack()]));
}

function createPacker(use: UseDays) {
  const names = { users: createIndexes(use.users), features: createIndexes(use.features) };
  let bytes = new Uint8Array(FIRST_BYTES);
  let length = 0;
  let lastDay = 0;
  const put = (value: number): void => {
    let left = value;
    for (; left >= MORE; left = Math.floor(left / MORE)) bytes[length++] = (left % MORE) + MORE;
    bytes[length++] = left;
  };
  // Small ones in either direction are small.
  const putSigned = (value: number): void => put(value < 0 ? -2 * value - 1 : 2 * value);
  return {
    add(row: number): void {
      if (length + MAX_ROW_BYTES > bytes.length) {
        const larger = new Uint8Array(2 * bytes.length);
        larger.set(bytes);
        bytes = larger;
      }
      const day = use.day[row] as number;
      put(day - lastDay);
      lastDay = day;
      put(names.users.of(use.user[row] as number));
      put(names.features.of(use.feature[row] as number));
      const at = row * USE_COUNTERS;
      let before = 0;
      // Under a longer idle limit there is a little more time; the last counter is that of visits.
      for (let counter = 0; counter < USE_COUNTERS - 1; counter++) {
        const value = use.counters[at + counter] as number;
        putSigned(value - before);
        before = value;
      }
      putSigned(use.counters[at + USE_COUNTERS - 1] as number);
    },
    pack(): PackedUse {
      const head = new TextEncoder().encode(JSON.stringify([names.users.names, names.features.names]));
      const packed = new Uint8Array(HEAD_BYTES + head.length + length);
      new DataView(packed.buffer).setUint32(0, head.length);
      packed.set(head, HEAD_BYTES);
      packed.set(bytes.subarray(0, length), HEAD_BYTES + head.length);
      return packed;
    },
  };
}

/** In which the length of the names is. */
const HEAD_BYTES = 4;

/** The same names, numbered as they come in an account. */
function createIndexes(all: readonly string[]) {
  const names: string[] = [];
  const indexes = new Map<number, number>();
  return {
    names,
    of(index: number): number {
      let own = indexes.get(index);
      if (own === undefined) {
        own = names.push(all[index] ?? "") - 1;
        indexes.set(index, own);
      }
      return own;
    },
  };
}

/** All of it together again, up to a day. @param packed of each account, in the order in which their rows of a day come. */
export function unpackUse(packed: readonly (readonly [account: string, PackedUse])[], until: WorkspaceDay): UseDays {
  const columns = createColumns(packed.reduce((sum, [, bytes]) => sum + bytes.length, 0));
  for (const [account, bytes] of packed) columns.add(account, bytes, until);
  return { until, ...columns.inOrder() };
}

/** @param bytes of all rows: each has more than one for each of its numbers. */
function createColumns(bytes: number) {
  const room = Math.ceil(bytes / (3 + USE_COUNTERS));
  const read = columnsFor(room);
  const accounts: string[] = [];
  const users: string[] = [];
  const features: string[] = [];
  const indexes = { users: new Map<string, number>(), features: new Map<string, number>() };
  let count = 0;
  const indexOf = (names: string[], known: Map<string, number>, name: string): number => {
    const index = known.get(name) ?? names.push(name) - 1;
    known.set(name, index);
    return index;
  };
  return {
    add(account: string, packed: PackedUse, until: WorkspaceDay): void {
      const start = HEAD_BYTES + new DataView(packed.buffer, packed.byteOffset).getUint32(0);
      const head = new TextDecoder().decode(packed.subarray(HEAD_BYTES, start));
      const [ownUsers, ownFeatures] = JSON.parse(head) as readonly [readonly string[], readonly string[]];
      const userOf = ownUsers.map((name) => indexOf(users, indexes.users, name));
      const featureOf = ownFeatures.map((name) => indexOf(features, indexes.features, name));
      const own = accounts.push(account) - 1;
      const next = createReader(packed, start);
      for (let day = 0; next.isLeft(); count++) {
        day += next.number();
        if (day > until) return;
        read.day[count] = day;
        read.account[count] = own;
        read.user[count] = userOf[next.number()] as number;
        read.feature[count] = featureOf[next.number()] as number;
        let value = 0;
        for (let counter = 0; counter < USE_COUNTERS - 1; counter++) {
          value += next.signed();
          read.counters[count * USE_COUNTERS + counter] = value;
        }
        read.counters[count * USE_COUNTERS + USE_COUNTERS - 1] = next.signed();
      }
    },
    /** Day after day. */
    inOrder: (): Omit<UseDays, "until"> => ({ ...sortedByDay(read, count), accounts, users, features }),
  };
}

function createReader(bytes: Uint8Array, start: number) {
  let at = start;
  const number = (): number => {
    let value = 0;
    for (let unit = 1; ; unit *= MORE) {
      const byte = bytes[at++] as number;
      if (byte < MORE) return value + byte * unit;
      value += (byte - MORE) * unit;
    }
  };
  return {
    number,
    signed(): number {
      const value = number();
      return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    },
    isLeft: (): boolean => at < bytes.length,
  };
}

type Columns = ReturnType<typeof columnsFor>;

function columnsFor(length: number) {
  return {
    day: new Int32Array(length),
    account: new Int32Array(length),
    user: new Int32Array(length),
    feature: new Int32Array(length),
    counters: new Float64Array(length * USE_COUNTERS),
  };
}

/** Rows of a day stay in their order. */
function sortedByDay(read: Columns, count: number): Columns {
  const days = read.day.subarray(0, count);
  const sorted = columnsFor(count);
  if (count === 0) return sorted;
  let [first, last] = [days[0] as number, days[0] as number];
  for (const day of days) {
    if (day < first) first = day;
    else if (day > last) last = day;
  }
  const placeOf = new Int32Array(last - first + 2);
  for (const day of days) (placeOf[day - first + 1] as number)++;
  for (let day = 1; day < placeOf.length; day++) (placeOf[day] as number) += placeOf[day - 1] as number;
  for (let row = 0; row < count; row++) {
    const day = days[row] as number;
    const place = (placeOf[day - first] as number)++;
    sorted.day[place] = day;
    sorted.account[place] = read.account[row] as number;
    sorted.user[place] = read.user[row] as number;
    sorted.feature[place] = read.feature[row] as number;
    for (let counter = 0; counter < USE_COUNTERS; counter++) {
      sorted.counters[place * USE_COUNTERS + counter] = read.counters[row * USE_COUNTERS + counter] as number;
    }
  }
  return sorted;
}
