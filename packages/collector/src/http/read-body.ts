import { HttpProblem } from "./problem.ts";
import type { RequestHead } from "./request-head.ts";

/** The media type of a request, without its parameters, in lower case; empty where there is none. */
export function mediaType(request: RequestHead): string {
  const type = request.headers.get("content-type") ?? "";
  const end = type.indexOf(";");
  return (end < 0 ? type : type.slice(0, end)).trim().toLowerCase();
}

/**
 * Refuses a request of another content type.
 * @throws HttpProblem `unsupported-type`.
 */
export function assertMediaType(request: RequestHead, accepted: readonly string[]): void {
  const type = mediaType(request);
  if (accepted.includes(type)) return;
  throw new HttpProblem(
    "unsupported-type",
    `The content type is ${type === "" ? "missing" : `"${type}"`}. Send ${accepted.join(" or ")}.`,
  );
}

/**
 * Refuses a compressed body: what a few bytes grow into is known only when the memory is gone.
 * @throws HttpProblem `unsupported-type`.
 */
export function assertNotCompressed(request: RequestHead): void {
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding === "identity" || encoding === "") return;
  throw new HttpProblem(
    "unsupported-type",
    `The content encoding is "${encoding.slice(0, 80)}". Send the body as it is, without compression.`,
  );
}

/** The error of a body that is no UTF-8: what it means would be a guess, and an id that was guessed is somebody else's. */
export function notUtf8(): HttpProblem {
  return new HttpProblem("malformed", "The body is not UTF-8. Encode it as UTF-8.");
}

/**
 * Refuses a request that says it is too long, or doesn't say how long it is, before anything of it is read.
 * @throws HttpProblem `length-required`, `malformed` or `too-large`.
 */
export function assertContentLength(request: RequestHead, maxBytes: number): void {
  const length = request.headers.get("content-length");
  if (length === null || request.headers.has("transfer-encoding")) {
    throw new HttpProblem("length-required", "There is no Content-Length. Send the body in one piece, not chunked.");
  }
  const bytes = /^\d{1,15}$/.test(length) ? Number(length) : Number.NaN;
  if (Number.isNaN(bytes)) {
    throw new HttpProblem("malformed", `Content-Length is "${length}". Give the number of bytes.`);
  }
  assertSize(bytes, maxBytes);
}

/**
 * Reads a body, but never more of it than allowed, whatever its headers say.
 * @throws HttpProblem `too-large`, `body-taken`, or `malformed` when the connection broke or the bytes are no UTF-8.
 */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  if (request.bodyUsed) throw bodyTaken();
  if (request.body === null) return "";
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const parts: string[] = [];
  let bytes = 0;
  const reader = request.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        parts.push(decoder.decode());
        break;
      }
      bytes += value.byteLength;
      assertSize(bytes, maxBytes);
      parts.push(decoder.decode(value, { stream: true }));
    }
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    if (error instanceof HttpProblem) throw error;
    if (isDecodingError(error)) throw notUtf8();
    throw new HttpProblem("malformed", "The body ended early. Send it again.");
  }
  // Node's streams that somebody has read just end.
  if (bytes === 0 && Number(request.headers.get("content-length")) > 0) throw bodyTaken();
  return parts.join("");
}

/**
 * Parses JSON.
 * @throws HttpProblem `malformed`.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpProblem("malformed", "The body is no JSON. Send one JSON document in UTF-8.");
  }
}

/** Whether a fatal decoder has met bytes that are no text of its encoding. */
export function isDecodingError(error: unknown): boolean {
  return error instanceof TypeError && "code" in error && error.code === "ERR_ENCODING_INVALID_ENCODED_DATA";
}

function bodyTaken(): HttpProblem {
  return new HttpProblem(
    "body-taken",
    "A body parser of the host has read the body. Mount the collector before it, or let it keep the bytes in request.rawBody.",
  );
}

function assertSize(bytes: number, maxBytes: number): void {
  if (bytes <= maxBytes) return;
  throw new HttpProblem(
    "too-large",
    `The body has ${bytes} bytes or more; ${maxBytes} are allowed. Send less at once.`,
  );
}
