import type { TestContext } from "vitest";
import { listen } from "./real-collector.ts";

/** A request as it came over the wire. */
export interface Wire {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Stands between pages and a collector, and writes everything down. @returns where pages find it, and what it has heard. */
export async function wiretap(
  running: TestContext,
  collectorUrl: string,
): Promise<{ readonly origin: string; readonly wire: readonly Wire[] }> {
  const wire: Wire[] = [];
  const origin = await listen(running, (incoming, outgoing) => {
    const relay = async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const { method = "", url = "", headers } = incoming;
      const body = Buffer.concat(chunks).toString("latin1");
      wire.push({ method, url, headers, body });
      const response = await fetch(collectorUrl + url, { method, ...(body && { body }) });
      for (const name of ["content-type", "access-control-allow-origin"]) {
        const value = response.headers.get(name);
        if (value !== null) outgoing.setHeader(name, value);
      }
      outgoing.writeHead(response.status).end(await response.text());
    };
    // The collector hangs up at the latest when the test ends.
    relay().catch(() => incoming.socket.destroy());
  });
  return { origin, wire };
}
