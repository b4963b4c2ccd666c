import { SignJWT } from "jose";
import { createPublicKey, createSecretKey } from "../../packages/collector/src/auth/keys.ts";
import { createToken, hashSecret } from "../../packages/collector/src/auth/secrets.ts";
import { createSqliteStore, type Identity } from "../../packages/collector/src/index.ts";

/** What the store of a subject holds before it starts. */
export interface Keys {
  readonly publicKey: string;
  readonly secretKey: string;
  /** Signs an administrator in to the dashboard, once. */
  readonly signInToken: string;
}

/** A collector that answers somewhere. */
export interface Subject extends Keys {
  /** Where it answers, with the path that it is mounted under: `http://localhost:4711/uptake`. */
  readonly base: string;
  /** Sends a request to an address below `base`. A body that is an object is sent as JSON; a stream goes in chunks. */
  request(path: string, options?: SubjectRequest): Promise<Response>;
  /** What the page of somebody who is signed in to the host sends along: by its session, or by tokens. */
  proofOf(identity: Identity): Promise<Proof>;
  stop(): Promise<void>;
}

export interface SubjectRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Proof {
  readonly headers: Readonly<Record<string, string>>;
  /** Travels in each writer, too. */
  readonly token?: string;
}

export const JWT_SECRET = "a-secret-that-only-tests-know-0123456789";

/** Makes the store of a subject that isn't running yet. */
export async function prepareStore(path: string): Promise<Keys> {
  const store = await createSqliteStore({ path });
  const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));
  const publicKey = createPublicKey([], random, Date.now());
  const secretKey = createSecretKey(["read", "write"], random, Date.now());
  const signInToken = createToken(random);
  await store.records.createKey(publicKey.record);
  await store.records.createKey(secretKey.record);
  await store.records.createSignInToken(
    hashSecret(signInToken),
    { name: "Admin", role: "admin" },
    Date.now() + 3_600_000,
  );
  await store.close();
  return { publicKey: publicKey.key, secretKey: secretKey.key, signInToken };
}

/** Puts a subject's requests together; `send` brings them there. */
export function requester(base: string, send: (request: Request) => Promise<Response>): Subject["request"] {
  return (path, { method = "GET", headers, body } = {}) => {
    const all = new Headers(headers);
    const isStream = body instanceof ReadableStream;
    const text = body === undefined || isStream || typeof body === "string" ? body : JSON.stringify(body);
    if (typeof text === "string") {
      all.set("content-length", String(new TextEncoder().encode(text).byteLength));
      if (!all.has("content-type")) all.set("content-type", "application/json");
    }
    const init: RequestInit & { duplex: "half" } = {
      method,
      headers: all,
      redirect: "manual",
      duplex: "half",
      ...(text !== undefined && { body: text }),
    };
    return send(new Request(`${base}${path}`, init));
  };
}

/** How a browser marks what a page of the host asks for. */
export function ownPage(base: string): Readonly<Record<string, string>> {
  return { origin: new URL(base).origin, "sec-fetch-site": "same-origin" };
}

/** The host's session cookie; see `host/session.ts`. */
export async function bySession(base: string, { user }: Identity): Promise<Proof> {
  return { headers: { ...ownPage(base), cookie: `theme=dark; session=${user}` } };
}

/** A token that the host has signed, for a collector on an origin of its own. */
export async function byToken({ account, user }: Identity): Promise<Proof> {
  const token = await new SignJWT({ account })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(user)
    .setAudience("uptake")
    .setExpirationTime("1h")
    .sign(new TextEncoder().encode(JWT_SECRET));
  return { headers: { authorization: `Bearer ${token}`, origin: "https://app.example.com" }, token };
}
