import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { MeReply } from "@uptake/tracker/protocol";

const BUNDLE = new URL("../../../packages/collector/dist/browser/uptake-widget.js", import.meta.url);

/** A host application's server and a collector's `/v1/me` on one origin. */
export interface HostPage {
  readonly origin: string;
  /** What the page contains after the heading, its headers, and what `/v1/me` answers from now on; null: it never does. */
  serve(page: { readonly head?: string; readonly body?: string; readonly csp?: string }): void;
  answer(given: { readonly status: number; readonly body?: MeReply } | null, forToken?: string): void;
  close(): Promise<void>;
}

/** Starts it on a free port. It serves the built bundle. */
export async function startHostPage(): Promise<HostPage> {
  const script = await readFile(BUNDLE);
  let page: Parameters<HostPage["serve"]>[0] = {};
  const answers = new Map<string, Parameters<HostPage["answer"]>[0]>();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://host").pathname;
    if (path === "/uptake-widget.js") {
      response.writeHead(200, { "content-type": "text/javascript" }).end(script);
    } else if (path === "/v1/me") {
      const token = request.headers.authorization?.replace("Bearer ", "") ?? "";
      const given = answers.has(token) ? answers.get(token) : answers.get("");
      if (given) {
        response.writeHead(given.status, { "content-type": "application/json" }).end(JSON.stringify(given.body ?? {}));
      }
    } else {
      response.writeHead(200, {
        "content-type": "text/html;charset=utf-8",
        ...(page.csp === undefined ? {} : { "content-security-policy": page.csp }),
      });
      response.end(
        `<!doctype html><html lang="en-GB"><head><title>Host</title><meta name="color-scheme" content="light dark">${page.head ?? ""}</head>` +
          `<body><main><h1>Host</h1>${page.body ?? ""}</main></body></html>`,
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`,
    serve: (next) => (page = next),
    answer: (given, forToken = "") => answers.set(forToken, given),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
