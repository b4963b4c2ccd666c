import { getRequestListener } from "@hono/node-server";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { IdentityOf } from "./auth/host-session.ts";
import type { Collector } from "./collector.ts";

/** What a Node server knows better than the request that the collector sees. */
export interface NodeHandlerOptions<Incoming extends IncomingMessage> {
  /**
   * The address to count collect requests by: behind proxies only the server knows which header to believe. Express's
   * `request.ip` obeys its `trust proxy`. Absent, or without a result: requests are not limited.
   */
  readonly address?: (request: Incoming) => string | null | undefined;
  /**
   * Who is signed in, where a middleware has left it on the request, such as `request.session` or `request.user`; in place
   * of the collector's own `identity`.
   */
  readonly identity?: (request: Incoming) => ReturnType<IdentityOf>;
}

/**
 * Makes a listener of `node:http`, which is also a handler for Express: mount it with `app.use("/uptake", …)`, before body
 * parsers. A body that a parser has read already is answered with the problem `body-taken`, unless the parser left its
 * bytes in `request.rawBody`, a Buffer.
 */
export function createNodeHandler<Incoming extends IncomingMessage = IncomingMessage>(
  collector: Pick<Collector, "fetch">,
  { address, identity }: NodeHandlerOptions<Incoming> = {},
): (request: Incoming, response: ServerResponse) => Promise<void> {
  const listen = getRequestListener(
    (request, { incoming }) => {
      const own = incoming as Incoming;
      return collector.fetch(request, {
        address: address?.(own) ?? null,
        ...(identity !== undefined && { identity: () => identity(own) }),
      });
    },
    { overrideGlobalObjects: false },
  );
  return async (request, response) => void (await listen(request, response));
}
