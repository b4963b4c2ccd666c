import * as fc from "fast-check";
import { MAX_BODY_BYTES, SLOT_MS } from "../../../packages/tracker/src/protocol/index.ts";

/** A request to `/v1/collect` that nobody has checked. */
export interface FuzzedRequest {
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** Instead of the key that exists. */
  readonly key?: string;
}

/** Parts that a message may hold as text, though no serializer writes them. */
const RAW_TEXTS: readonly string[] = [
  "NaN",
  "-Infinity",
  "1e400",
  "-1e400",
  "-0",
  "01",
  "1e3",
  "9007199254740993",
  "12345678901234567890",
  "1.0000000000000001",
  "undefined",
  '"\\ud800"',
  '"\\u0000"',
  '{"__proto__":{"visits":7}}',
  '{"constructor":{"prototype":{"visits":7}}}',
  '{"a":1,"a":2}',
  "[".repeat(20_000) + "]".repeat(20_000),
  '{"a":'.repeat(5_000) + "1" + "}".repeat(5_000),
];
const RAW_MARK = "raw text number ";

const FEATURES = [
  "calendars",
  "conversations",
  "contacts",
  "_other",
  "link:help",
  "Süßes 🙂",
  "'; DROP TABLE cells; --",
];
const ACTIONS = ["sent", "invoice.paid", "a b", "=1+1"];

const wholeNumber = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });
const activeMs = fc
  .array(fc.oneof(wholeNumber(SLOT_MS), wholeNumber(60_000)), { minLength: 4, maxLength: 4 })
  .map((numbers) => numbers.toSorted((one, other) => one - other));

const cellOf = (lastSlot: number) =>
  fc.record(
    {
      feature: fc.constantFrom(...FEATURES),
      slot: wholeNumber(25 * 96).map((back) => lastSlot - back),
      activeMs,
      visits: wholeNumber(40),
      actions: fc.dictionary(fc.constantFrom(...ACTIONS), wholeNumber(50), { maxKeys: 3 }),
      vitals: fc.record({ lcpMs: wholeNumber(9_000), cls1000: wholeNumber(500) }, { requiredKeys: [] }),
      name: fc.constantFrom("Help centre", "", "x\u0000"),
    },
    { requiredKeys: ["feature", "slot", "activeMs", "visits"] },
  );
const writerOf = (lastSlot: number) =>
  fc.record({
    id: wholeNumber(400).map((number) => `fuzzed-${number}`.padEnd(22, "_")),
    seq: wholeNumber(1_000),
    account: wholeNumber(7).map((number) => `account-${number}`),
    user: wholeNumber(60).map((number) => `user-${number}`),
    cells: fc.array(cellOf(lastSlot), { maxLength: 4 }),
  });
const envelopeOf = (lastSlot: number) =>
  fc.record({
    v: fc.constant(1),
    sdk: fc.constant("fuzz"),
    sentAt: fc.constant(lastSlot * SLOT_MS),
    writers: fc.array(writerOf(lastSlot), { maxLength: 3 }),
  });

/** What may stand where something else belongs. */
const intruder: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(-1, 0.5, 1e308, 3_601, 10_001, 900_001, 2 ** 53, "", "x".repeat(128), "x".repeat(129), [], {}, null),
  fc.constantFrom("__proto__", "constructor", "a\u0007", "a\ud800", "b\udc00", "x".repeat(70_000)),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.double(),
  fc.nat({ max: RAW_TEXTS.length - 1 }).map((index) => `${RAW_MARK}${index}`),
);

/** One change of a message's structure. */
const change = fc.record({
  kind: fc.constantFrom("replace", "replace", "remove", "repeat", "rename", "empty"),
  place: fc.nat(),
  intruder,
});
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

/** One change of a message's bytes. */
const damage = fc.record({
  kind: fc.constantFrom("flip", "flip", "insert", "remove", "truncate", "repeat"),
  place: fc.nat(),
  byte: wholeNumber(255),
});
type Damage = typeof damage extends fc.Arbitrary<infer Value> ? Value : never;

const plainHeaders = { "content-type": "text/plain;charset=UTF-8" };
const oddHeaders = fc.constantFrom<Readonly<Record<string, string>>>(
  { "content-type": "application/json" },
  { "content-type": "TEXT/PLAIN" },
  { "content-type": "text/plain; charset=utf-16" },
  { "content-type": "application/x-www-form-urlencoded" },
  { "content-type": ";" },
  {},
  { ...plainHeaders, origin: "null" },
  { ...plainHeaders, origin: "https://a.example:99999" },
  { ...plainHeaders, "x-forwarded-for": "'; --, ::1, 999.1.1.1" },
  { ...plainHeaders, "transfer-encoding": "chunked" },
  { ...plainHeaders, cookie: "a=b; ".repeat(500) },
  { ...plainHeaders, accept: "x".repeat(12_000) },
);

/** Requests of every kind: most bodies have a flaw or several, some have none. @param lastSlot the newest to use. */
export function fuzzedRequests(lastSlot: number): fc.Arbitrary<FuzzedRequest> {
  const envelope = envelopeOf(lastSlot);
  const structured = fc
    .tuple(envelope, fc.array(change, { maxLength: 3 }))
    .map(([message, changes]) => write(changes.reduce<unknown>(applyChange, message)));
  const damaged = fc
    .tuple(envelope, fc.array(damage, { minLength: 1, maxLength: 4 }))
    .map(([message, damages]) => damages.reduce(applyDamage, write(message)));
  const strange = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.jsonValue().map(write),
    fc.constantFrom(0, MAX_BODY_BYTES, MAX_BODY_BYTES + 1).map((bytes) => write(" ".repeat(Math.max(0, bytes - 2)))),
    fc.constant(null).map(() => write({ v: 1, sdk: "x", sentAt: 1, writers: Array.from({ length: 65 }, () => ({})) })),
  );
  const body = fc.oneof(
    { weight: 60, arbitrary: structured },
    { weight: 25, arbitrary: damaged },
    { weight: 5, arbitrary: strange },
  );
  return fc.oneof(
    { weight: 20, arbitrary: body.map((bytes) => ({ body: bytes, headers: plainHeaders })) },
    { weight: 2, arbitrary: fc.record({ body, headers: oddHeaders }) },
    {
      weight: 1,
      arbitrary: fc.record({ body, headers: fc.constant(plainHeaders), key: fc.string({ unit: "grapheme" }) }),
    },
  );
}

function write(message: unknown): Uint8Array {
  const text = JSON.stringify(message);
  const marks = new RegExp(`"${RAW_MARK}(\\d+)"`, "g");
  return new TextEncoder().encode(text.replaceAll(marks, (_, index) => RAW_TEXTS[Number(index)] ?? ""));
}

/** A container in a message, and a key of it. */
type Place = readonly [container: Record<string, unknown> | unknown[], key: string];

/** Every place of a message. */
function placesOf(value: unknown): Place[] {
  if (typeof value !== "object" || value === null) return [];
  const container = value as Record<string, unknown>;
  return Object.keys(container).flatMap((key) => {
    const place: Place = [container, key];
    return [place].concat(placesOf(container[key]));
  });
}

function applyChange(message: unknown, { kind, place, intruder: value }: Change): unknown {
  const copy: unknown = structuredClone(message);
  const places = placesOf(copy);
  const [container, key] = places[place % Math.max(1, places.length)] ?? [];
  if (container === undefined || key === undefined) return value;
  const fields = container as Record<string, unknown>;
  const before = fields[key];
  switch (kind) {
    case "replace":
      fields[key] = value;
      break;
    case "remove":
      if (Array.isArray(container)) container.splice(Number(key), 1);
      else delete fields[key];
      break;
    case "repeat":
      if (Array.isArray(container)) container.push(structuredClone(before), structuredClone(before));
      else fields[`${key} again`] = before;
      break;
    case "rename":
      delete fields[key];
      // A list has no names: what is called `constructor` in it, JSON doesn't tell, but the list's own methods trip over it.
      if (Array.isArray(container)) break;
      Object.defineProperty(fields, typeof value === "string" ? value : "__proto__", {
        value: before,
        enumerable: true,
        configurable: true,
        writable: true,
      });
      break;
    case "empty":
      fields[key] = Array.isArray(before) ? [] : typeof before === "string" ? "" : {};
  }
  return copy;
}

function applyDamage(bytes: Uint8Array, { kind, place, byte }: Damage): Uint8Array {
  const at = place % Math.max(1, bytes.length);
  const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (kind) {
    case "flip":
      return Uint8Array.from(bytes, (old, index) => (index === at ? old ^ (1 << (byte % 8)) : old));
    case "insert":
      return Uint8Array.from([...head, byte, ...tail]);
    case "remove":
      return Uint8Array.from([...head, ...tail.subarray(1 + (byte % 4))]);
    case "truncate":
      return byte < 64 ? head : bytes;
    case "repeat":
      return Uint8Array.from([...head, ...tail.subarray(0, byte % 20), ...tail]);
    default:
      return bytes;
  }
}
