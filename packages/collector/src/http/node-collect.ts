import { isUtf8 } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { SignedIn } from "../auth/host-session.ts";
import type { Collect } from "../ingest/collect.ts";
import type { Logger } from "../ops/logger.ts";
import type { Caller } from "./app.ts";
import { allowOrigin } from "./cors.ts";
import { HttpProblem, problemResponse } from "./problem.ts";
import { notUtf8 } from "./read-body.ts";
import type { RequestHead } from "./request-head.ts";
import { addSecurityHeaders } from "./security-headers.ts";
import { draining, toProblem } from "./to-problem.ts";
import type { Replied } from "./visit.ts";

/** What the door needs. */
export interface NodeCollectParts {
  readonly collect: Collect;
  /** Exact origins that may read why a request was refused; empty: any. */
  readonly origins: (head: RequestHead) => Promise<readonly string[]>;
  readonly before: () => Promise<unknown>;
  readonly isHttps: (head: RequestHead) => boolean;
  readonly isDraining: () => boolean;
  readonly logger: Logger;
  readonly replied: Replied;
}

/** Answers one request, whatever happens. */
export type NodeCollect = (incoming: IncomingMessage, outgoing: ServerResponse, caller: Caller) => Promise<void>;

const PATH = "/v1/collect";
const JSON_TYPE = "application/json";
const UNASKED: Promise<SignedIn> = Promise.resolve({ kind: "unasked" });

/** Whether a request is a tracker's. */
export function isCollectRequest({ method, url = "" }: IncomingMessage): boolean {
  return method === "POST" && (url === PATH || url.startsWith(`${PATH}?`));
}

/**
 * `POST /v1/collect` for Node's own server: the same core, errors and headers as behind `fetch`, without the wrapping that
 * costs more than all of the work.
 */
export function createNodeCollect(parts: NodeCollectParts): NodeCollect {
  const { collect, origins, before, isHttps, isDraining, logger, replied } = parts;
  const headersOf = createReplyHeaders();

  return async (incoming, outgoing, caller) => {
    const head = headOf(incoming);
    const https = isHttps(head);
    const origin = head.headers.get("origin");
    try {
      if (isDraining()) throw draining();
      await before();
      const readText = (): Promise<string> => readIncoming(incoming);
      const { reply, origins: allowed } = await collect({ head, caller, readText, askSession: () => UNASKED });
      const headers = headersOf(https, allowed, origin);
      replied({ caller, door: PATH, problem: null }, 200);
      outgoing.writeHead(200, [...headers, "content-length", String(Buffer.byteLength(reply))]);
      outgoing.end(reply);
    } catch (error) {
      const problem = toProblem(error, "POST", PATH, logger);
      const response = problemResponse(problem);
      replied({ caller, door: PATH, problem: problem.kind }, response.status);
      // Whatever went wrong, a page has to be able to read that it did.
      allowOrigin(response.headers, await origins(head).catch(() => []), origin);
      addSecurityHeaders(response.headers, https);
      const body = await response.text();
      response.headers.set("content-length", String(Buffer.byteLength(body)));
      // What is left of the body is not read, so nothing else can come over this connection.
      if (!incoming.complete) response.headers.set("connection", "close");
      outgoing.writeHead(response.status, [...response.headers].flat());
      outgoing.end(body);
    }
  };
}

/** Headers of a reply that went well, as `writeHead` takes them: made once for each origin that a key allows. */
function createReplyHeaders() {
  const made = new Map<string, readonly string[]>();
  return (isHttps: boolean, origins: readonly string[], origin: string | null): readonly string[] => {
    const allowed = origins.length === 0 ? "any" : origin !== null && origins.includes(origin) ? origin : "none";
    const key = `${isHttps} ${allowed}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const headers = new Headers({ "content-type": JSON_TYPE });
    allowOrigin(headers, origins, origin);
    addSecurityHeaders(headers, isHttps);
    const list = [...headers].flat();
    made.set(key, list);
    return list;
  };
}

function headOf({ url = "", headers, socket }: IncomingMessage): RequestHead {
  const get = (name: string): string | null => {
    const value = headers[name];
    return (Array.isArray(value) ? value.join(", ") : value) ?? null;
  };
  const scheme = "encrypted" in socket ? "https" : "http";
  return {
    url: `${scheme}://${headers.host ?? ""}${url}`,
    headers: { get, has: (name) => headers[name] !== undefined },
  };
}

/** The body: no longer than its `Content-Length`, which the parser holds it to. */
function readIncoming(incoming: IncomingMessage): Promise<string> {
  return new Promise((done, refuse) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.once("end", () => {
      const [first] = chunks;
      const bytes = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
      if (!isUtf8(bytes)) return refuse(notUtf8());
      const text = bytes.toString();
      done(text.startsWith("\uFEFF") ? text.slice(1) : text);
    });
    incoming.once("close", () => {
      if (!incoming.complete) refuse(new HttpProblem("malformed", "The body ended early. Send it again."));
    });
  });
}
