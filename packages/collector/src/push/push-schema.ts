import {
  isId,
  MAX_ACTION_COUNT_PER_SLOT,
  MAX_ACTIONS_PER_SLOT,
  MAX_VISITS_PER_SLOT,
  SLOT_MS,
  slotOf,
  type ActiveMs,
} from "@uptake/tracker/protocol";
import * as v from "valibot";
import type { WorkspaceDay } from "../domain/day.ts";
import type { BackfillRow } from "../store/facts.ts";
import {
  ANNOTATION_KINDS,
  MAX_ATTRIBUTES,
  PILLARS,
  SUBSCRIPTION_STATES,
  TOUCHPOINT_KINDS,
  type ActionsWrite,
  type PushKind,
  type PushWrites,
} from "../store/pushed.ts";

/** One line of each push: unknown fields are left out and named, a field that is absent stays as it was. */

const MAX_TEXT_LENGTH = 256;
const MAX_ATTRIBUTE_LENGTH = 500;
const MAX_NOTE_LENGTH = 500;
const MAX_COMMENT_LENGTH = 2_000;
const MAX_ACCOUNTS_OF_A_USER = 1_000;
const MAX_SEATED_USERS = 10_000;
const MAX_COUNT = 1_000_000_000;
const LAST_MS = Date.UTC(9_999, 11, 31);
const DAY_MS = 86_400_000;

/** Every kind of what the host knows beside its browsers' use. */
export type DoorKind = Exclude<PushKind, "messages">;

/** Use from before there was a tracker, or from where there is none. */
export interface UsageWrite extends BackfillRow {
  /** Who tells; each source has rows of its own. */
  readonly source: string;
}

/** What the lines of each door say. */
export type LineWrites = Pick<PushWrites, DoorKind> & { readonly usage: UsageWrite };

/** Every kind that has a door, `PUT /v1/<kind>`. */
export type LineKind = keyof LineWrites;

const id = v.custom<string>(
  isId,
  "must be an id: 1 to 128 characters, none of them a control character, and not constructor, prototype or __proto__",
);
/** Of an object whose keys the host chose. */
const key = v.pipe(
  v.string(),
  v.check((name: string) => isId(name), "has a key that is no id"),
);
const text = v.pipe(
  v.string("must be a string"),
  v.nonEmpty("must not be empty"),
  v.maxLength(MAX_TEXT_LENGTH, `may have ${MAX_TEXT_LENGTH} characters at most`),
  v.regex(/^[^\p{Cc}\p{Cs}]*$/u, "must have no control characters"),
);
/** Several lines of text. */
const lines = (maxLength: number) =>
  v.pipe(
    v.string("must be a string"),
    v.maxLength(maxLength, `may have ${maxLength} characters at most`),
    v.regex(/^([\n\r\t]|[^\p{Cc}\p{Cs}])*$/u, "must have no control characters but line breaks and tabs"),
  );
const wholeNumber = v.pipe(
  v.number("must be a number"),
  v.safeInteger("must be a whole number"),
  v.minValue(0, "must not be negative"),
);
const atMost = (limit: number) => v.pipe(wholeNumber, v.maxValue(limit, `must be ${limit} at most`));
/** Unix ms; calendars end somewhere. */
const time = v.pipe(
  v.number(
    "must be a time in Unix ms, or in a CSV file a day such as 2026-11-18 or a moment such as 2026-11-18T09:00Z",
  ),
  v.safeInteger("must be a whole number"),
  v.minValue(0, "must not be negative"),
  v.maxValue(LAST_MS, "must lie before the year 10000"),
);
const flag = v.boolean("must be true or false");
const oneOf = <const Options extends readonly string[]>(options: Options) =>
  v.picklist(options, `must be one of ${options.join(", ")}`);
const day = v.pipe(
  v.string("must be a day such as 2026-11-18"),
  v.isoDate("must be a day such as 2026-11-18"),
  v.check(isDay, "must be a day that exists, such as 2026-11-18"),
  v.transform((isoDate): WorkspaceDay => Date.parse(isoDate) / DAY_MS),
);
const listOf = (maxLength: number, what: string) =>
  v.pipe(v.array(id, `must be a list of ${what} ids`), v.maxLength(maxLength, `lists too many ${what}s`));
const attributes = v.pipe(
  v.record(
    key,
    v.nullable(
      v.union(
        [
          v.pipe(
            v.string(),
            v.maxLength(MAX_ATTRIBUTE_LENGTH, `may have ${MAX_ATTRIBUTE_LENGTH} characters at most`),
            v.regex(/^[^\p{Cs}]*$/u, "must have no lone surrogates"),
          ),
          v.pipe(v.number(), v.finite("must be finite")),
          v.boolean(),
        ],
        `must be a string of ${MAX_ATTRIBUTE_LENGTH} characters at most, a number, true, false or null`,
      ),
    ),
    "must be an object",
  ),
  v.maxEntries(MAX_ATTRIBUTES, `may have ${MAX_ATTRIBUTES} entries at most`),
);

/** What every door but that of usage takes. */
export const PUSH_SCHEMAS: { readonly [Kind in DoorKind]: v.GenericSchema<unknown, PushWrites[Kind]> } = {
  accounts: v.object({
    id,
    name: v.exactOptional(text),
    plan: v.exactOptional(v.nullable(text)),
    createdAt: v.exactOptional(v.nullable(time)),
    churnedAt: v.exactOptional(v.nullable(time)),
    parent: v.exactOptional(v.nullable(id)),
    premium: v.exactOptional(flag),
    subscription: v.exactOptional(v.nullable(oneOf(SUBSCRIPTION_STATES))),
    subscriptionStartedAt: v.exactOptional(v.nullable(time)),
    subscriptionEndedAt: v.exactOptional(v.nullable(time)),
    assignments: v.exactOptional(
      v.pipe(v.record(key, v.nullable(id), "must be an object"), v.maxEntries(MAX_ATTRIBUTES, "has too many roles")),
    ),
    attributes: v.exactOptional(attributes),
  }),
  users: v.object({
    id,
    accounts: v.exactOptional(listOf(MAX_ACCOUNTS_OF_A_USER, "account")),
    name: v.exactOptional(text),
    role: v.exactOptional(v.nullable(text)),
    createdAt: v.exactOptional(v.nullable(time)),
    leftAt: v.exactOptional(v.nullable(time)),
    attributes: v.exactOptional(attributes),
  }),
  seats: v.object({
    account: id,
    module: id,
    licensed: v.exactOptional(v.nullable(atMost(MAX_COUNT))),
    users: v.exactOptional(v.nullable(listOf(MAX_SEATED_USERS, "user"))),
  }),
  assets: v.object({
    id,
    account: id,
    type: id,
    name: v.exactOptional(text),
    createdAt: v.exactOptional(time),
    configured: v.exactOptional(flag),
    runs: v.exactOptional(wholeNumber),
    lastRunAt: v.exactOptional(v.nullable(time)),
    deletedAt: v.exactOptional(v.nullable(time)),
  }),
  actions: v.pipe(
    v.object({
      source: v.exactOptional(id),
      account: id,
      user: v.exactOptional(id),
      action: id,
      slot: v.exactOptional(wholeNumber),
      at: v.exactOptional(time),
      count: atMost(MAX_COUNT),
    }),
    v.check(({ slot, at }) => (slot === undefined) !== (at === undefined), "Give either slot or at"),
    v.transform(({ slot, at, ...row }): ActionsWrite => ({ ...row, slot: slot ?? slotOf(at ?? 0) })),
  ),
  gauges: v.object({
    account: id,
    gauge: id,
    day,
    value: v.nullable(v.pipe(v.number("must be a number"), v.finite("must be finite"))),
    unit: v.exactOptional(v.nullable(text)),
  }),
  touchpoints: v.object({
    id,
    account: id,
    user: v.exactOptional(v.nullable(id)),
    kind: oneOf(TOUCHPOINT_KINDS),
    at: time,
    by: v.exactOptional(v.nullable(text)),
    note: v.exactOptional(v.nullable(lines(MAX_NOTE_LENGTH))),
    deleted: v.exactOptional(flag),
  }),
  responses: v.object({
    id,
    account: id,
    user: id,
    score: atMost(10),
    at: time,
    comment: v.exactOptional(v.nullable(lines(MAX_COMMENT_LENGTH))),
    deleted: v.exactOptional(flag),
  }),
  pillars: v.object({
    account: id,
    pillar: oneOf(PILLARS),
    score: v.nullable(atMost(100)),
    source: v.exactOptional(text),
    at: time,
  }),
  presence: v.object({ day, account: id, user: id }),
  annotations: v.object({
    id,
    account: v.exactOptional(v.nullable(id)),
    kind: oneOf(ANNOTATION_KINDS),
    day,
    name: text,
    deleted: v.exactOptional(flag),
  }),
};

/** Every door's kind but usage. */
export const DOOR_KINDS = Object.keys(PUSH_SCHEMAS) as readonly DoorKind[];

const UNSAID_SOURCE = "import";
const slotMs = atMost(SLOT_MS);
/** One length is the same under every idle limit. */
const activeMs = v.union(
  [
    slotMs,
    v.pipe(
      v.tuple([slotMs, slotMs, slotMs, slotMs]),
      v.check(
        ([first, second, third, fourth]) => first <= second && second <= third && third <= fourth,
        "must not fall",
      ),
    ),
  ],
  `must be ms of the quarter of an hour, at most ${SLOT_MS}, or four of them that don't fall, one for each idle limit`,
);
const usage = v.pipe(
  v.object({
    source: v.exactOptional(id),
    account: id,
    user: id,
    feature: id,
    slot: v.exactOptional(wholeNumber),
    at: v.exactOptional(time),
    activeMs,
    visits: v.exactOptional(atMost(MAX_VISITS_PER_SLOT)),
    actions: v.exactOptional(
      v.pipe(
        v.record(key, atMost(MAX_ACTION_COUNT_PER_SLOT), "must be an object"),
        v.maxEntries(MAX_ACTIONS_PER_SLOT, `may have ${MAX_ACTIONS_PER_SLOT} entries at most`),
      ),
    ),
  }),
  v.check(({ slot, at }) => (slot === undefined) !== (at === undefined), "Give either slot or at"),
  v.transform(
    ({ source = UNSAID_SOURCE, slot, at, activeMs: active, visits = 0, actions = {}, ...owner }): UsageWrite => {
      const four: ActiveMs = typeof active === "number" ? [active, active, active, active] : active;
      return { source, ...owner, slot: slot ?? slotOf(at ?? 0), activeMs: four, visits, actions };
    },
  ),
);

/** What every door takes. */
export const LINE_SCHEMAS: { readonly [Kind in LineKind]: v.GenericSchema<unknown, LineWrites[Kind]> } = {
  ...PUSH_SCHEMAS,
  usage,
};

/** Every door's kind. */
export const LINE_KINDS = Object.keys(LINE_SCHEMAS) as readonly LineKind[];

/** 2026-02-30 has the form of a day. */
function isDay(isoDate: string): boolean {
  const epochMs = Date.parse(isoDate);
  return !Number.isNaN(epochMs) && new Date(epochMs).toISOString().startsWith(isoDate);
}
