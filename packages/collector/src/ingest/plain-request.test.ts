import * as v from "valibot";
import { expect, test } from "vitest";
import { envelopeSchema, writerSchema } from "./collect-schema.ts";
import { readPlainEnvelope, readPlainWriter } from "./plain-request.ts";

const ENVELOPE = { v: 1, sdk: "1.0.0", sentAt: 1_795_305_600_000, writers: [] };
const WRITER = { id: "abcdefghijklmnopqrst-_", seq: 7, account: "acme", user: "u_1", cells: [] };
const values = [
  ...[0, -0, 1, -1, 2, 0.5, Number.MAX_SAFE_INTEGER, 2 ** 53, Number.NaN, Infinity, -Infinity],
  ...["", "1", "a", "a\n", "\uD800", "__proto__", "constructor", "x".repeat(22), "x".repeat(23), "é".repeat(22)],
  ...["x".repeat(128), "x".repeat(129), "x".repeat(8_192), "x".repeat(8_193)],
  ...[undefined, null, true, {}, [], [1], [{}]],
];
/** An object that holds, and the same with each value in each of its fields, or without it. */
function variants(valid: object, more: readonly string[] = []): readonly unknown[] {
  const names = [...Object.keys(valid), ...more];
  return [
    valid,
    { ...valid, unknown: 1 },
    ...names.flatMap((name) => values.map((value) => ({ ...valid, [name]: value }))),
    ...names.map((name) => Object.fromEntries(Object.entries(valid).filter(([other]) => other !== name))),
    ...values,
  ].filter((raw) => !hasUndefined(raw));
}

/** JSON has no such value. */
function hasUndefined(raw: unknown): boolean {
  return raw === undefined || (typeof raw === "object" && raw !== null && Object.values(raw).includes(undefined));
}

test("an envelope is read without the schema exactly when it holds, and as the schema reads it", () => {
  for (const raw of variants(ENVELOPE)) {
    const parsed = v.safeParse(envelopeSchema, raw);
    const { sentAt, writers } = parsed.success ? parsed.output : {};
    expect([raw, readPlainEnvelope(raw)]).toEqual([raw, parsed.success ? { sentAt, writers } : null]);
  }
});

test("a writer is read without the schema exactly when it holds, and as the schema reads it", () => {
  for (const raw of variants(WRITER, ["token"])) {
    const parsed = v.safeParse(writerSchema, raw);
    expect([raw, readPlainWriter(raw)]).toEqual([raw, parsed.success ? parsed.output : null]);
  }
});
