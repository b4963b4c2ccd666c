import { Hono } from "hono";
import { expect, it } from "vitest";
import { createRecording, sendRange } from "./recording.ts";

const file = new Uint8Array(Array(100).keys());
const app = new Hono().get("/", (context) => sendRange(context, file, "audio/wav"));
const ask = async (range?: string) => {
  const reply = await app.request("/", range === undefined ? {} : { headers: { range } });
  const bytes = [...new Uint8Array(await reply.arrayBuffer())];
  return { status: reply.status, range: reply.headers.get("content-range"), from: bytes[0], length: bytes.length };
};

it("is a WAV as long as the call, and half an hour of it at most", () => {
  const recording = createRecording(3);
  expect(new TextDecoder("latin1").decode(recording.slice(0, 16))).toMatch(/^RIFF....WAVEfmt $/s);
  expect(new DataView(recording.buffer).getUint32(40, true)).toBe(3 * 8_000);
  expect(recording.length).toBe(44 + 3 * 8_000);
  expect(new Set(recording.slice(44)).size).toBeGreaterThan(20);
  expect(createRecording(86_400).length).toBe(createRecording(1_800).length);
  expect(createRecording(0).length).toBe(44);
});

it.each([
  [undefined, { status: 200, range: null, from: 0, length: 100 }],
  ["bytes=0-", { status: 206, range: "bytes 0-99/100", from: 0, length: 100 }],
  ["bytes=10-19", { status: 206, range: "bytes 10-19/100", from: 10, length: 10 }],
  ["bytes=90-900", { status: 206, range: "bytes 90-99/100", from: 90, length: 10 }],
  ["bytes=100-", { status: 416, range: "bytes */100", from: undefined, length: 0 }],
  ["lines=1-2", { status: 200, range: null, from: 0, length: 100 }],
])("answers the range %s with what was asked for", async (range, expected) => {
  expect(await ask(range)).toEqual(expected);
});
