import { createApp } from "../app.ts";
import { type Database, openDatabase } from "../database/database.ts";
import { seedDemoData } from "../fixtures/seed.ts";
import type { UptakeSettings } from "../uptake/uptake-settings.ts";

/** A Wednesday. */
export const nowMs = Date.UTC(2026, 10, 18, 15);

export const uptake: UptakeSettings = {
  server: "https://uptake.example.com",
  publicKey: "pk_test",
  secretKey: "sk_test",
  jwtSecret: "a-secret-that-is-long-enough-for-hs256",
};

/** Fieldnote in memory, with its demo data. */
export interface TestServer {
  readonly database: Database;
  /** How often something may have changed. */
  readonly changes: () => number;
  readonly request: (path: string, init?: RequestInit) => Promise<Response>;
  /** Signs in; the result sends requests as that person, with a JSON body where one is given. */
  readonly signIn: (email: string) => Promise<(path: string, method?: string, body?: unknown) => Promise<Response>>;
}

/** @param options.uptake null: Fieldnote without Uptake. */
export function createTestServer(options: { readonly uptake?: UptakeSettings | null } = {}): TestServer {
  const database = openDatabase(":memory:");
  seedDemoData(database, nowMs);
  let changes = 0;
  const app = createApp({
    readPage: () => "<head><!--head--></head>",
    assetsFolder: import.meta.dirname,
    database,
    uptake: options.uptake === undefined ? uptake : options.uptake,
    now: () => nowMs,
    onChange: () => changes++,
    logError: (error) => {
      throw error;
    },
  });
  const request = async (path: string, init?: RequestInit) => app.request(path, init);
  return {
    database,
    changes: () => changes,
    request,
    signIn: async (email) => {
      const reply = await request("/api/session", post({ email, password: "fieldnote" }));
      const cookie = reply.headers.get("set-cookie")?.split(";")[0] ?? "";
      return (path, method = "GET", body) =>
        request(path, method === "GET" ? { headers: { cookie } } : post(body ?? {}, { cookie }, method));
    },
  };
}

/** A request with a JSON body. */
export function post(body: unknown, headers: Record<string, string> = {}, method = "POST"): RequestInit {
  return { method, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}
