import { Agent, request } from "node:http";

/** An answer, read to its end. */
export interface Reply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** Speaks HTTP over a limited number of connections that stay open. */
export interface HttpClient {
  /** Rejects when the connection breaks: what became of the request is unknown then. */
  send(path: string, options?: HttpRequest): Promise<Reply>;
  /** Closes all connections. */
  close(): void;
}

export interface HttpRequest {
  /** `GET` unless there is a body, else `POST`. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** No request may take longer: a collector that hangs would otherwise hang the test. */
const TIMEOUT_MS = 30_000;

/** Opens at most `connections` to an address such as `http://127.0.0.1:4600`. */
export function createHttpClient(address: string, connections: number): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, maxFreeSockets: connections });
  return {
    send: (path, { method, headers = {}, body } = {}) =>
      new Promise((done, refused) => {
        const outgoing = request(
          new URL(path, address),
          {
            agent,
            method: method ?? (body === undefined ? "GET" : "POST"),
            headers: body === undefined ? headers : { "content-length": Buffer.byteLength(body), ...headers },
            timeout: TIMEOUT_MS,
          },
          (incoming) => {
            const parts: Buffer[] = [];
            incoming.on("data", (part: Buffer) => parts.push(part));
            incoming.once("error", refused);
            incoming.once("end", () =>
              done({
                status: incoming.statusCode ?? 0,
                headers: incoming.headers,
                body: Buffer.concat(parts).toString(),
              }),
            );
          },
        );
        outgoing.once("error", refused);
        outgoing.once("timeout", () => outgoing.destroy(new Error(`No answer within ${TIMEOUT_MS} ms.`)));
        outgoing.end(body);
      }),
    close: () => agent.destroy(),
  };
}
