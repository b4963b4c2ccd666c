import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Answering } from "../tests/tracker/subject.ts";

/** One request that a tracker sent. */
export interface Arrival {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** Length of the body. */
  readonly bytes: number;
  readonly body: string;
  /** Whether it was answered well; what was not, the receiver does not hold. */
  readonly isHeld: boolean;
}

/** What receives a tracker's requests, and serves its scripts. */
export interface Receiver {
  /** Its origin, another one than the page's: trackers are used across origins, where some requests cost a preflight. */
  readonly url: string;
  /** All but requests for scripts, in order. */
  readonly arrivals: readonly Arrival[];
  answer(how: Answering): void;
  close(): Promise<void>;
}

/** What a receiver is made of. */
export interface ReceiverParts {
  /** Code by path. */
  readonly scripts: ReadonlyMap<string, string>;
  /** The JSON that a request is answered with when all is well. */
  reply(body: string): unknown;
}

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** Serves on a port of its own. */
export async function listen(handle: Handle) {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Opens one. */
export async function openReceiver({ scripts, reply }: ReceiverParts): Promise<Receiver> {
  const arrivals: Arrival[] = [];
  let answering: Answering = "well";

  const receive = (method: string, url: string, body: Buffer, response: ServerResponse): void => {
    const isHeld = method !== "OPTIONS" && answering !== "unavailable";
    arrivals.push({ method, url, bytes: body.byteLength, body: body.toString(), isHeld });
    if (method === "OPTIONS") response.writeHead(204).end();
    else if (answering === "unavailable") response.writeHead(503, { "Retry-After": "1" }).end();
    else if (answering === "lost") response.destroy();
    else response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(reply(body.toString())));
  };
  const server = await listen((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "/", headers } = request;
      response.setHeader("Access-Control-Allow-Origin", headers.origin ?? "*");
      response.setHeader("Access-Control-Allow-Credentials", "true");
      response.setHeader("Access-Control-Allow-Headers", headers["access-control-request-headers"] ?? "*");
      response.setHeader("Access-Control-Expose-Headers", "Retry-After");
      const script = scripts.get(url.replace(/\?.*/, ""));
      if (script === undefined) receive(method, url, Buffer.concat(chunks), response);
      else response.setHeader("Content-Type", "text/javascript; charset=utf-8").end(script);
    });
  });
  return {
    ...server,
    arrivals,
    answer(how) {
      answering = how;
    },
  };
}
