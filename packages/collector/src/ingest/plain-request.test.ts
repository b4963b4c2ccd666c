import * as v from "valibot";
import { expect, test } from "vitest";
import { envelopeSchema, writerSchema } from "./collect-schema.ts";
import { readPlainEnvelope, readPlainWriter } from "./plain-request.ts";

const ENVELOPE = { v: 1, sdk: "1.0.0", sentAt: 1_795_305_600_000, writers: [] };
const WRITER = { id: "abcdefghijklmnopqrst-_", seq: 7, account: "acme", user: "u_1", cells: [] };
const numbers = [0, -0, 1, -1, 2, 0.5, Number.MAX_SAFE_INTEGER, 2 ** 53, Number.NaN, Infinity, -Infinity];
const texts = ["", "1", "a", "a\n", "\uD800", "__proto__", "constructor", "é".repeat(22)];
const lengths = [22, 23, 128, 129, 8_192, 8_193].map((length) => "x".repeat(length));
const values = [...numbers, ...texts, ...lengths, null, true, {}, [], [1], [{}]];

/** An object that holds, and the same with each value in each of its fields, or without it. */
function variants(valid: object, more: readonly string[] = []): readonly unknown[] {
  const names = [...Object.keys(valid), ...more];
  return [
    valid,
    { ...valid, unknown: 1 },
    ...names.flatMap((name) => values.map((value) => ({ ...valid, [name]: value }))),
    ...names.map((name) => Object.fromEntries(Object.entries(valid).filter(([other]) => other !== name))),
    ...values,
  ];
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
