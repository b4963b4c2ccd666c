import type { Context } from "hono";

const samplesPerSecond = 8_000;
const headerBytes = 44;
const turnSeconds = 2.8;
const silence = 128;
const longestSeconds = 1_800;

/**
 * The recording of a call as a WAV (8 kHz, 8 bit, mono), its first half hour at most. Nobody really spoke: two voices hum in
 * turns.
 */
export function createRecording(seconds: number): Uint8Array<ArrayBuffer> {
  const length = Math.min(seconds, longestSeconds) * samplesPerSecond;
  const bytes = new Uint8Array(headerBytes + length);
  writeHeader(new DataView(bytes.buffer), length);
  for (let sample = 0; sample < length; sample++) {
    const at = sample / samplesPerSecond;
    const turn = Math.floor(at / turnSeconds);
    const inTurn = at / turnSeconds - turn;
    const pitch = (turn % 2 === 0 ? 132 : 198) * (1 - inTurn / 12);
    const syllable = inTurn < 0.85 ? Math.sin(at * 11 + turn) ** 2 : 0;
    bytes[headerBytes + sample] = silence + 22 * syllable * Math.sin(2 * Math.PI * pitch * at);
  }
  return bytes;
}

/** Sends a file in the range that a player asks for: without ranges nobody could jump in it. */
export function sendRange(context: Context, bytes: Uint8Array<ArrayBuffer>, type: string): Response {
  const [, from = "0", to] = /^bytes=(\d+)-(\d*)$/.exec(context.req.header("range") ?? "") ?? [];
  const headers = { "content-type": type, "accept-ranges": "bytes" };
  if (to === undefined) return context.body(bytes, 200, headers);
  const start = Number(from);
  const end = Math.min(to === "" ? Infinity : Number(to), bytes.length - 1);
  const size = bytes.length;
  if (start > end) return context.body(null, 416, { "content-range": `bytes */${size}` });
  const range = { ...headers, "content-range": `bytes ${start}-${end}/${size}` };
  return context.body(bytes.slice(start, end + 1), 206, range);
}

/** http://soundfile.sapp.org/doc/WaveFormat/ */
function writeHeader(view: DataView, length: number): void {
  const text = (at: number, letters: string) =>
    [...letters].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, headerBytes - 8 + length, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, samplesPerSecond, true);
  view.setUint32(28, samplesPerSecond, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  text(36, "data");
  view.setUint32(40, length, true);
}
