import { parseArgs } from "node:util";
import { createPublicKey, createSecretKey, type NewKey } from "../auth/keys.ts";
import type { KeyRecord, KeyScope } from "../store/records.ts";
import { withStore, type CommandContext } from "./context.ts";
import { CommandFailure } from "./failure.ts";

const USAGE = `Use: uptake keys create --kind public|secret [--origin URL]… [--scope read|write]…
     uptake keys list
     uptake keys revoke ID`;
const SECRET_SCOPES: readonly KeyScope[] = ["read", "write"];

/** `uptake keys create|list|revoke` */
export async function runKeys(words: readonly string[], context: CommandContext): Promise<number> {
  const [action, ...rest] = words;
  switch (action) {
    case "create":
      return createKey(rest, context);
    case "list":
      return listKeys(rest, context);
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
  const keys = await withStore(context, ({ records }) => records.keys());
  for (const key of keys) context.print(describe(key));
  if (keys.length === 0) context.warn("There are no keys. `uptake keys create --kind public` makes one.");
  return 0;
}

function describe({ id, kind, origins, scopes, createdAtMs, revokedAtMs }: KeyRecord): string {
  const state = revokedAtMs === null ? "in force" : `revoked ${isoTime(revokedAtMs)}`;
  const where = kind === "public" ? origins.join(" ") || "any origin" : "server only";
  return [id, kind, scopes.join(","), where, `created ${isoTime(createdAtMs)}`, state].join("\t");
}

function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

async function revokeKey(words: readonly string[], context: CommandContext): Promise<number> {
  const { positionals } = parseArgs({ args: [...words], options: {}, allowPositionals: true });
  const [given, ...others] = positionals;
  if (given === undefined || others.length > 0) throw new CommandFailure(`Give one id. ${USAGE}`, 2);
  // Whoever pastes a whole secret key means the same.
  const id = given.startsWith("sk_") ? (given.split("_")[1] ?? given) : given;
  const isRevoked = await withStore(context, async ({ records }) => {
    const done = await records.revokeKey(id, context.now());
    if (done) await records.audit({ atMs: context.now(), actor: "cli", action: "key.revoked", subject: id });
    return done;
  });
  if (!isRevoked) throw new CommandFailure(`There is no key "${id}". \`uptake keys list\` shows the ids.`);
  context.warn(`Revoked ${id}. A running collector refuses it within two seconds.`);
  return 0;
}
