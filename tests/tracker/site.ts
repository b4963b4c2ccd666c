import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** The parts of one of the host's pages that a scenario wants to have its way. */
export interface PageParts {
  /** Runs before everything else in the page. */
  readonly before?: string;
  readonly body?: string;
}

/** A host's web site. */
export interface Site {
  /** An address of the site. */
  url(path: string): string;
  /** The same site under another name: another origin, and another site for what the browser may share. */
  frameUrl(path: string): string;
  /** The paths that were asked for, in order. */
  readonly visited: readonly string[];
  close(): Promise<void>;
}

/**
 * What the page knows of itself, all by the machine's clock: when its body began (before, there is nothing to see), when it
 * was told that focus or visibility had changed, and for the next page when it went away.
 */
const bodyBegins = `<script>{
  const now = () => Math.round(performance.timeOrigin + performance.now());
  seenAt = now();
  toldAt = [];
  for (const type of ["focus", "blur", "visibilitychange", "pageshow"]) addEventListener(type, () => toldAt.push(now()));
  addEventListener("pagehide", () => localStorage.setItem("goneAt", now()));
}</script>`;

/**
 * Serves pages with what a subject needs in their head, and frames under `/frame` without it.
 * @param head what every page has in its head.
 */
export async function startSite(head: string, page: (path: string, site: Site) => PageParts): Promise<Site> {
  const visited: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://site.test").pathname;
    response.setHeader("Content-Type", "text/html;charset=utf-8");
    if (path === "/favicon.ico") return response.writeHead(404).end();
    visited.push(path);
    const { before = "", body = "" } = page(path, site);
    const inHead = path.startsWith("/frame") ? "" : before + head;
    return response.end(
      `<!doctype html><html lang="en"><head><title>${path}</title>${inHead}</head><body style="margin:0">${bodyBegins}<h1>Host</h1>${body}`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const site: Site = {
    url: (path) => `http://127.0.0.1:${port}${path}`,
    frameUrl: (path) => `http://localhost:${port}${path}`,
    visited,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return site;
}
