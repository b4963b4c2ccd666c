import { parseArgs } from "node:util";
import { createKeyLike, createPublicKey, createSecretKey, isInForce, type NewKey } from "../auth/keys.ts";
import type { KeyRecord, KeyScope } from "../store/records.ts";
import { withExistingStore, withStore, type CommandContext } from "./context.ts";
import { CommandFailure } from "./failure.ts";

const USAGE = `Use: uptake keys create --kind public|secret [--origin URL]… [--scope read|write]…
     uptake keys list
     uptake keys rotate ID [--overlap 24h]
     uptake keys revoke ID`;
const SECRET_SCOPES: readonly KeyScope[] = ["read", "write"];

const UNITS_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `uptake keys create|list|rotate|revoke` */
export async function runKeys(words: readonly string[], context: CommandContext): Promise<number> {
  const [action, ...rest] = words;
  switch (action) {
    case "create":
      return createKey(rest, context);
    case "list":
      return listKeys(rest, context);
    case "rotate":
      return rotateKey(rest, context);
    case "revoke":
      return revokeKey(rest, context);
    default:
      throw new CommandFailure(`There is no \`keys ${action ?? ""}\`. ${USAGE}`, 2);
  }
}

/** Prints the key alone, so that a script can take it. */
async function createKey(words: readonly string[], context: CommandContext): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      kind: { type: "string" },
      origin: { type: "string", multiple: true },
      scope: { type: "string", multiple: true },
    },
  });
  const made = newKey(values, context);
  await withStore(context, async ({ records }) => {
    await records.createKey(made.record);
    await records.audit({ atMs: context.now(), actor: "cli", action: "key.created", subject: made.record.id });
  });
  context.print(made.key);
  return 0;
}

function newKey(
  { kind, origin = [], scope = [] }: { readonly kind?: string; readonly origin?: string[]; readonly scope?: string[] },
  { random, now }: CommandContext,
): NewKey {
  if (kind === "public" && scope.length === 0) return createPublicKey(origin.map(readOrigin), random, now());
  if (kind === "secret" && origin.length === 0) {
    return createSecretKey(scope.length > 0 ? scope.map(readScope) : SECRET_SCOPES, random, now());
  }
  if (kind === "public" || kind === "secret") {
    throw new CommandFailure(`A ${kind} key has no --${kind === "public" ? "scope" : "origin"}. ${USAGE}`, 2);
  }
  throw new CommandFailure(`--kind is ${kind === undefined ? "missing" : `"${kind}"`}. ${USAGE}`, 2);
}

function readOrigin(value: string): string {
  const url = URL.parse(value);
  const isOrigin = url !== null && url.origin !== "null" && [url.origin, `${url.origin}/`].includes(value);
  if (isOrigin) return url.origin;
  throw new CommandFailure(
    `--origin is "${value}". Give scheme, host and port only, such as https://app.example.com`,
    2,
  );
}

function readScope(value: string): KeyScope {
  const scope = SECRET_SCOPES.find((known) => known === value);
  if (scope !== undefined) return scope;
  throw new CommandFailure(`--scope is "${value}". Give ${SECRET_SCOPES.join(" or ")}.`, 2);
}

async function listKeys(words: readonly string[], context: CommandContext): Promise<number> {
  parseArgs({ args: [...words], options: {} });
  const keys = await withExistingStore(context, ({ records }) => records.keys());
  for (const key of keys) context.print(describe(key, context.now()));
  if (keys.length === 0) context.warn("There are no keys. `uptake keys create --kind public` makes one.");
  return 0;
}

function describe(key: KeyRecord, nowMs: number): string {
  const { id, kind, origins, scopes, createdAtMs, lastUsedAtMs } = key;
  const where = kind === "public" ? origins.join(" ") || "any origin" : "server only";
  const used = lastUsedAtMs === null ? "never used" : `used ${isoTime(lastUsedAtMs)}`;
  return [id, kind, scopes.join(","), where, `created ${isoTime(createdAtMs)}`, used, stateOf(key, nowMs)].join("\t");
}

function stateOf(key: KeyRecord, nowMs: number): string {
  const { revokedAtMs, expiresAtMs } = key;
  if (revokedAtMs !== null) return `revoked ${isoTime(revokedAtMs)}`;
  if (expiresAtMs === null) return "in force";
  return isInForce(key, nowMs) ? `in force until ${isoTime(expiresAtMs)}` : `replaced ${isoTime(expiresAtMs)}`;
}

function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** Prints the new key alone, as `create` does; when the old one ends is said beside it. */
async function rotateKey(words: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    options: { overlap: { type: "string", default: "24h" } },
    allowPositionals: true,
  });
  const id = readId(positionals);
  const nowMs = context.now();
  const endsAtMs = nowMs + readOverlapMs(values.overlap);
  const { made, expiresAtMs } = await withExistingStore(context, async ({ records }) => {
    const old = (await records.keys()).find((key) => key.id === id);
    if (old === undefined) throw unknownKey(id);
    if (!isInForce(old, nowMs)) {
      throw new CommandFailure(`The key "${id}" is ${stateOf(old, nowMs)}. Make a new one: uptake keys create`);
    }
    const next = createKeyLike(old, context.random, nowMs);
    const isDone = await records.rotateKey(id, next.record, endsAtMs);
    if (!isDone) throw new CommandFailure(`The key "${id}" has just been revoked. Make a new one: uptake keys create`);
    await records.audit({ atMs: nowMs, actor: "cli", action: "key.rotated", subject: `${id} ${next.record.id}` });
    return { made: next, expiresAtMs: Math.min(endsAtMs, old.expiresAtMs ?? endsAtMs) };
  });
  context.print(made.key);
  context.warn(`The old key ${id} holds until ${isoTime(expiresAtMs)}. Put the new one in its place before.`);
  return 0;
}

function readOverlapMs(value: string): number {
  const [, amount = "", unit = ""] = /^(\d{1,4})([mhd])$/.exec(value) ?? [];
  const unitMs = UNITS_MS[unit];
  if (unitMs !== undefined) return Number(amount) * unitMs;
  throw new CommandFailure(
    `--overlap is "${value}". Give minutes, hours or days, such as 30m, 24h or 7d; 0m: none.`,
    2,
  );
}

function readId(positionals: readonly string[]): string {
  const [given, ...others] = positionals;
  if (given === undefined || others.length > 0) throw new CommandFailure(`Give one id. ${USAGE}`, 2);
  // Whoever pastes a whole secret key means the same.
  return given.startsWith("sk_") ? (given.split("_")[1] ?? given) : given;
}

function unknownKey(id: string): CommandFailure {
  return new CommandFailure(`There is no key "${id}". \`uptake keys list\` shows the ids.`);
}

async function revokeKey(words: readonly string[], context: CommandContext): Promise<number> {
  const { positionals } = parseArgs({ args: [...words], options: {}, allowPositionals: true });
  const id = readId(positionals);
  const isRevoked = await withExistingStore(context, async ({ records }) => {
    const done = await records.revokeKey(id, context.now());
    if (done) await records.audit({ atMs: context.now(), actor: "cli", action: "key.revoked", subject: id });
    return done;
  });
  if (!isRevoked) throw unknownKey(id);
  context.warn(`Revoked ${id}. A running collector refuses it within two seconds.`);
  return 0;
}
