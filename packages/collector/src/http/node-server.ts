import { createServer, type RequestListener, type Server } from "node:http";
import type { Socket } from "node:net";

/** What connections may take, and how many there may be. */
export interface ServerLimits {
  /** From the first byte of a request to the end of its headers; also from opening a connection to its first byte. */
  readonly headersMs: number;
  /** From its first byte to its last. */
  readonly requestMs: number;
  /** Between two requests. */
  readonly idleMs: number;
  /** How often it is looked. */
  readonly checkEveryMs: number;
  readonly connections: number;
}

/**
 * Idle connections live for longer than those of browsers and proxies, who slowly sends for a short while. Each connection
 * costs some 10 KB and a file, and the store needs files, too: those beyond the limit are closed at once, and trackers come
 * again. Behind a proxy there are never so many.
 */
const LIMITS: ServerLimits = {
  headersMs: 10_000,
  requestMs: 15_000,
  idleMs: 65_000,
  checkEveryMs: 5_000,
  connections: 10_000,
};

/** A server of `node:http` on which nobody holds a connection for nothing. */
export function createNodeServer(listener: RequestListener, limits: ServerLimits = LIMITS): Server {
  const { headersMs, requestMs, idleMs, checkEveryMs, connections } = limits;
  const timeouts = { headersTimeout: headersMs, requestTimeout: requestMs, keepAliveTimeout: idleMs };
  const server = createServer({ ...timeouts, connectionsCheckingInterval: checkEveryMs }, listener);
  server.maxConnections = connections;
  // Node's own timeouts begin with the first byte: whoever sends none would stay for ever.
  server.on("connection", (socket: Socket) => {
    const timer = setTimeout(() => {
      if (socket.bytesRead === 0) socket.destroy();
    }, headersMs);
    timer.unref();
  });
  return server;
}
