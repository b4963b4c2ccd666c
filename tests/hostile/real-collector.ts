import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import type { TestContext } from "vitest";
import type { Definitions } from "../../packages/collector/src/domain/definitions/definitions.ts";
import { startTestCollector, type TestCollector } from "../support/test-collector.ts";

const browserFolder = fileURLToPath(new URL("../../packages/collector/dist/browser", import.meta.url));

/** Serves on a free port of the loopback interface. @returns the origin. */
export async function listen(
  { onTestFinished }: TestContext,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server: Server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The real collector, reachable, with what was built for browsers. */
export interface ReachableCollector extends TestCollector {
  readonly origin: string;
  /** Sum of a user's time on a feature, as it is stored; milliseconds under the workspace's limit, and visits. */
  stored(user: string, feature: string): Promise<{ readonly activeMs: number; readonly visits: number }>;
}

/** Starts one, for one test. */
export async function startRealCollector(running: TestContext, definitions: Definitions): Promise<ReachableCollector> {
  const system = await startTestCollector({ definitions, browserFolder, checksTokens: false });
  running.onTestFinished(() => system.stop());
  const origin = await listen(running, async (incoming, outgoing) => {
    system.clock.nowMs = Date.now();
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = "GET", headers, url = "/" } = incoming;
    const request = new Request(new URL(url, origin), {
      method,
      headers: Object.entries(headers).map(([name, value]) => [name, String(value)] as [string, string]),
      ...(chunks[0] && { body: Buffer.concat(chunks) }),
    });
    const response = await system.collector.fetch(request, { address: "127.0.0.1" });
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
  return {
    ...system,
    origin,
    async stored(user, feature) {
      const rows = await system.store.facts.totals({ scope: { kind: "all" }, by: ["user", "feature"] });
      const row = rows.find((one) => one.user === user && one.feature === feature);
      return { activeMs: row?.activeMs[1] ?? 0, visits: row?.visits ?? 0 };
    },
  };
}
