import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { AccountsRow, PeriodName } from "../../../packages/collector/src/api/contract.ts";
import { cannedAccounts, cannedAccountsReply, cannedFeaturesReply, cannedHead } from "./canned-replies.ts";

const built = new URL("../../../packages/collector/dist/browser/dashboard/", import.meta.url);
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'";
const COOKIE = "session=yes";

/** A collector that serves the built dashboard under the real security policy, and canned numbers. */
export interface FakeCollector {
  readonly url: string;
  /** Change it to change what is answered. */
  readonly situation: Situation;
  /** Addresses asked for so far, without those of files. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

export interface Situation {
  accounts: readonly AccountsRow[];
  asOf: number | null;
  /** Where nobody asks for a period. */
  defaultPeriod: PeriodName;
  /** When the numbers were counted; null: for the answer. */
  countedAt: number | null;
  /** Answers everything but the session with this problem. */
  problem: { readonly status: number; readonly title: string; readonly detail: string } | null;
  /** Milliseconds before each answer. */
  delayMs: number;
  /** Sign-in tokens that still work. */
  readonly tokens: Set<string>;
}

/** Starts one on a free port. */
export async function startFakeCollector(): Promise<FakeCollector> {
  const situation: Situation = {
    accounts: cannedAccounts(),
    asOf: Date.now() - 130_000,
    defaultPeriod: "month",
    countedAt: null,
    problem: null,
    delayMs: 0,
    tokens: new Set(),
  };
  const asked: string[] = [];
  const server = createServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (url.pathname.startsWith("/dashboard/")) return file(response, url.pathname.slice("/dashboard/".length));
    if (!url.pathname.startsWith("/v1/")) return file(response, "index.html");
    asked.push(`${request.method} ${url.pathname}${url.search}`);
    await new Promise((resolve) => setTimeout(resolve, situation.delayMs));
    const isSignedIn = request.headers.cookie?.includes(COOKIE) ?? false;
    if (url.pathname === "/v1/session") return session(request, response, isSignedIn);
    if (!isSignedIn) return problem(response, 401, "Not signed in", "Open a sign-in link.");
    if (situation.problem) {
      const { status, title, detail } = situation.problem;
      return problem(response, status, title, detail);
    }
    const period = (url.searchParams.get("period") ?? situation.defaultPeriod) as PeriodName;
    const head = cannedHead(period, situation.asOf, situation.countedAt);
    if (url.pathname === "/v1/accounts") return json(response, 200, accounts(url.searchParams, head));
    if (url.pathname === "/v1/features") return json(response, 200, cannedFeaturesReply(null, head));
    const id = /^\/v1\/accounts\/([^/]+)\/features$/.exec(url.pathname)?.[1];
    const account = situation.accounts.find((row) => row.account === decodeURIComponent(id ?? ""));
    if (account) return json(response, 200, cannedFeaturesReply(account, head));
    return problem(response, 404, "No such account", `The collector knows no account “${id}”. Check its id.`);
  }

  async function session(request: IncomingMessage, response: ServerResponse, isSignedIn: boolean): Promise<void> {
    if (request.method === "POST") {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { token } = JSON.parse(Buffer.concat(chunks).toString()) as { token: string };
      if (!situation.tokens.delete(token)) return problem(response, 401, "Link used or expired", "Ask for a new one.");
      response.setHeader("set-cookie", `${COOKIE}; Path=/; HttpOnly; SameSite=Lax`);
    } else if (request.method === "DELETE") {
      response.setHeader("set-cookie", `${COOKIE}; Path=/; HttpOnly; Max-Age=0`);
    } else if (!isSignedIn) return problem(response, 401, "Not signed in", "Open a sign-in link.");
    json(response, 200, { name: "Robin Okafor", role: "admin" });
  }

  function accounts(query: URLSearchParams, head: ReturnType<typeof cannedHead>) {
    const search = (query.get("search") ?? "").toLowerCase();
    const sort = query.get("sort") ?? "name";
    const column = sort.replace("-", "") as "name" | "engagement" | "lastReceivedAt";
    const direction = sort.startsWith("-") ? -1 : 1;
    const found = situation.accounts
      .filter(({ name, account }) => name.toLowerCase().includes(search) || account.includes(search))
      .filter(({ hasData }) => query.get("silent") !== "true" || !hasData)
      .toSorted((one, other) => compare(one[column], other[column], direction));
    const offset = Number(query.get("offset") ?? 0);
    const rows = found.slice(offset, offset + Number(query.get("limit") ?? 25));
    return cannedAccountsReply(rows, { total: found.length, all: situation.accounts, head });
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    situation,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** As the read API does: null last in both directions. */
function compare(one: string | number | null, other: string | number | null, direction: number): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === "number" && typeof other === "number") return direction * (one - other);
  return direction * String(one).localeCompare(String(other));
}

function file(response: ServerResponse, name: string): void {
  const types: Readonly<Record<string, string>> = { html: "text/html", js: "text/javascript", css: "text/css" };
  const type = types[name.split(".").at(-1) ?? ""] ?? "application/octet-stream";
  response.writeHead(200, { "content-type": `${type}; charset=utf-8`, "content-security-policy": POLICY });
  response.end(readFileSync(new URL(name, built)));
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

function problem(response: ServerResponse, status: number, title: string, detail: string): void {
  response.writeHead(status, { "content-type": "application/problem+json" });
  response.end(JSON.stringify({ type: "/problems/test", title, status, detail }));
}
