import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import {
  CLOCK_SKEW_TOLERANCE_MS,
  SLOT_MS,
  type CellState,
  type CollectRequest,
  type PublicDefinitions,
  type Rejection,
} from "../../packages/tracker/src/protocol/index.ts";

/**
 * How the collector answers a request: null confirms it, a status refuses it, `hang` never answers, `lost` merges it and
 * then hangs up, as a network does that fails between the commit and the reply.
 */
export type Answer =
  | null
  | "hang"
  | "lost"
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> };

/** One request that arrived. */
export interface Arrival {
  readonly method: string;
  readonly path: string;
  readonly contentType: string | undefined;
  readonly body: CollectRequest | null;
}

/** What the collector holds of one cell. */
export interface HeldCell extends CellState {
  readonly writer: string;
  readonly account: string;
  readonly user: string;
}

const built = fileURLToPath(new URL("../../packages/collector/dist/browser/", import.meta.url));

async function listen(handle: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** A collector that records what arrives and merges it by maximum, and a host site on another origin. */
export async function startRecordingCollector(definitions: PublicDefinitions) {
  const arrivals: Arrival[] = [];
  const cells = new Map<string, HeldCell>();
  let answer: (request: CollectRequest) => Answer = () => null;
  let pageHtml = (_path: string) => "";

  /** @returns what it refused: slots of the future. */
  const merge = ({ writers }: CollectRequest): Rejection[] => {
    const rejected: Rejection[] = [];
    for (const { id, account, user, cells: sent } of writers) {
      for (const cell of sent) {
        if (cell.slot * SLOT_MS > Date.now() + CLOCK_SKEW_TOLERANCE_MS) {
          rejected.push({ id, feature: cell.feature, slot: cell.slot, reason: "slot_in_future" });
          continue;
        }
        const key = JSON.stringify([account, user, id, cell.feature, cell.slot]);
        const before = cells.get(key);
        const actions = { ...before?.actions };
        for (const [action, count] of Object.entries(cell.actions ?? {}))
          actions[action] = Math.max(actions[action] ?? 0, count);
        const activeMs = cell.activeMs.map((ms, index) =>
          Math.max(ms, before?.activeMs[index] ?? 0),
        ) as unknown as CellState["activeMs"];
        const visits = Math.max(cell.visits, before?.visits ?? 0);
        cells.set(key, { ...cell, writer: id, account, user, activeMs, visits, actions });
      }
    }
    return rejected;
  };

  const collector = await listen((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://collector.test");
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const body = text === "" ? null : (JSON.parse(text) as CollectRequest);
      const contentType = request.headers["content-type"];
      arrivals.push({ method: request.method ?? "", path: pathname, contentType, body });
      response.setHeader("Access-Control-Allow-Origin", "*");
      response.setHeader("Access-Control-Expose-Headers", "Retry-After");
      if (pathname.endsWith("/uptake.js")) {
        const code = readFileSync(`${built}uptake.js`, "utf8").trim();
        const isImmutable = pathname.includes("/v/");
        response.setHeader("Content-Type", "text/javascript");
        response.end(isImmutable ? code : code.replace(/\(null\);$/, () => `(${JSON.stringify(definitions)});`));
      } else if (/\/uptake-\w+\.js$/.test(pathname)) {
        response.setHeader("Content-Type", "text/javascript");
        response.end(readFileSync(built + pathname.slice(pathname.lastIndexOf("/") + 1)));
      } else if (pathname.endsWith("/v1/definitions")) response.end(JSON.stringify(definitions));
      else if (body) {
        const decided = answer(body);
        if (decided === "hang") return;
        if (decided === "lost") {
          merge(body);
          request.socket.destroy();
        } else if (decided) response.writeHead(decided.status, decided.headers).end("{}");
        else {
          const rejected = merge(body);
          const accepted = body.writers.map(({ id, seq }) => ({ id, seq }));
          response.end(JSON.stringify({ now: Date.now(), accepted, rejected }));
        }
      } else response.writeHead(404).end();
    });
  });
  const host = await listen((request, response) => {
    response.setHeader("Content-Type", "text/html");
    response.end(`<!doctype html><title>Host</title>${pageHtml(request.url ?? "/")}`);
  });

  return {
    collectorUrl: collector.origin,
    hostUrl: host.origin,
    arrivals,
    /** The requests with state. */
    collected: () => arrivals.flatMap(({ body }) => body ?? []),
    cells: () => [...cells.values()],
    /** Sum under 60 s of a user's feature. */
    activeMs: (feature: string, user?: string) =>
      [...cells.values()]
        .filter((cell) => cell.feature === feature && (user === undefined || cell.user === user))
        .reduce((sum, cell) => sum + cell.activeMs[1], 0),
    visits: (feature: string) =>
      [...cells.values()].reduce((sum, cell) => (cell.feature === feature ? sum + cell.visits : sum), 0),
    answerWith(next: typeof answer) {
      answer = next;
    },
    serve(next: typeof pageHtml) {
      pageHtml = next;
    },
    forget() {
      arrivals.length = 0;
      cells.clear();
      answer = () => null;
    },
    async close() {
      for (const { server } of [collector, host]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}
