import * as v from "valibot";
import type { JwtKey } from "./auth/tokens.ts";
import type { SignedWrites } from "./ingest/judge-owner.ts";
import { LATE_WINDOW_DAYS } from "./domain/late-window.ts";
import { isNetwork } from "./http/client-address.ts";

/** What the environment decides. */
export interface Config {
  /** Path of the SQLite file. */
  readonly storePath: string;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly definitions: {
    readonly path: string;
    /** Whether somebody named it: then it has to be there. */
    readonly isNamed: boolean;
  };
  /** IANA name; null: the store's own, UTC for a fresh one. */
  readonly timeZone: string | null;
  /** Null: end users' tokens can't be checked. */
  readonly jwt: JwtKey | null;
  readonly jwtAudience: string;
  readonly signedWrites: SignedWrites;
  /** Without a trailing slash; null: from host and port. */
  readonly baseUrl: string | null;
  /** Collect requests a minute for each key and address. */
  readonly rateLimit: number;
  /** Addresses and ranges of proxies whose `X-Forwarded-For` is believed, beside this machine's own. */
  readonly trustedProxies: readonly string[];
  /** How long 15-minute slots are kept, days; what is older is kept by whole days. */
  readonly slotDays: number;
  /** How long anything that happened is kept, days; null: for ever. */
  readonly retentionDays: number | null;
}

/** The configuration, or a sentence about each variable that doesn't hold. */
export type ConfigResult =
  | { readonly kind: "valid"; readonly config: Config }
  | { readonly kind: "invalid"; readonly problems: readonly string[] };

const MIN_SECRET_BYTES = 32;
const PLACEHOLDER = /change[-_ ]?(?:me|this)|replace[-_ ]?(?:me|this)|placeholder|your[-_ ]|example|^(.)\1*$/i;

/** What people are told of a variable, beside its name and default. */
export interface VariableNotes {
  readonly type: "text" | "secret" | "address" | "path" | "number" | "choice";
  /** Of a number. */
  readonly unit?: string;
  /** One sentence. */
  readonly help: string;
  /** What an unset variable means, where it has no default of its own. */
  readonly unset?: string;
}

const about = <Input>(notes: VariableNotes) => v.metadata<Input, { readonly notes: VariableNotes }>({ notes });
const wholeNumber = (minimum: number, maximum: number, expected: string, notes: Omit<VariableNotes, "type">) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,9}$/, expected),
    v.transform(Number),
    v.minValue(minimum, expected),
    v.maxValue(maximum, expected),
    about({ type: "number", ...notes }),
  );
const MIN_DAYS = LATE_WINDOW_DAYS + 1;
const days = (help: string, unset?: string) =>
  wholeNumber(
    MIN_DAYS,
    36_500,
    `Give a whole number of days, at least ${MIN_DAYS}: until then what is late still comes in`,
    { unit: "days", help, ...(unset !== undefined && { unset }) },
  );
const address = (expected: string) => v.pipe(v.string(), v.check(isHttpUrl, expected));

/** Each message says what is expected; unset and empty variables take the default. */
export const environmentSchema = v.object({
  UPTAKE_STORE: v.optional(
    v.pipe(
      v.string(),
      v.check(
        (value) => !value.startsWith("clickhouse:"),
        "This version can't use ClickHouse yet: give sqlite:PATH, such as sqlite:./data/uptake.db",
      ),
      v.regex(/^sqlite:./, "Give sqlite:PATH, such as sqlite:./data/uptake.db"),
      v.transform((value) => value.slice("sqlite:".length)),
      about({ type: "address", help: "Where the data is." }),
    ),
    "sqlite:./data/uptake.db",
  ),
  UPTAKE_HOST: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[^\s/]+$/, "Give an address to listen on, such as 127.0.0.1 or 0.0.0.0"),
      about({ type: "text", help: "The network address on which the collector listens." }),
    ),
    "127.0.0.1",
  ),
  UPTAKE_PORT: v.optional(
    wholeNumber(0, 65_535, "Give a port from 1 to 65535, or 0 for any free one", {
      help: "The port on which the collector listens; 0 takes any free one.",
    }),
    "4600",
  ),
  UPTAKE_BASE_URL: v.optional(
    v.pipe(
      address("Give the public address, such as https://uptake.example.com"),
      v.transform((value) => value.replace(/\/+$/, "")),
      about({ type: "address", help: "The public address, when behind a proxy.", unset: "from host and port" }),
    ),
  ),
  UPTAKE_DEFINITIONS: v.optional(
    v.pipe(
      v.string(),
      about({ type: "path", help: "The definitions file.", unset: "./uptake.config.ts, if it is there" }),
    ),
  ),
  UPTAKE_TIME_ZONE: v.optional(
    v.pipe(
      v.string(),
      v.check(isTimeZone, 'Give an IANA name, such as "Europe/Berlin" or "UTC"'),
      about({
        type: "text",
        help: "The zone of the workspace's days, an IANA name.",
        unset: "as stored; UTC at first",
      }),
    ),
  ),
  UPTAKE_JWT_SECRET: v.optional(
    v.pipe(
      v.string(),
      v.check(
        (value) => !PLACEHOLDER.test(value),
        "It looks like a placeholder: make one with openssl rand -base64 32",
      ),
      v.minBytes(
        MIN_SECRET_BYTES,
        `It is shorter than ${MIN_SECRET_BYTES} bytes: make one with openssl rand -base64 32`,
      ),
      about({ type: "secret", help: "Checks end users' tokens (HS256).", unset: "none" }),
    ),
  ),
  UPTAKE_JWKS_URL: v.optional(
    v.pipe(
      address("Give the https address of your JSON Web Key Set"),
      about({
        type: "address",
        help: "Checks end users' tokens by your public keys (ES256, EdDSA, RS256), instead of the secret.",
        unset: "none",
      }),
    ),
  ),
  UPTAKE_JWT_AUDIENCE: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(200, "Give a shorter name"),
      about({ type: "text", help: "The audience of tokens that read." }),
    ),
    "uptake",
  ),
  UPTAKE_SIGNED_WRITES: v.optional(
    v.pipe(
      v.picklist(["off", "coverage", "enforced"], "Give off, coverage or enforced"),
      about({
        type: "choice",
        help: "Whether pages prove by a token whom they measure: off, coverage (counts who does) or enforced.",
      }),
    ),
    "off",
  ),
  UPTAKE_RATE_LIMIT: v.optional(
    wholeNumber(1, 999_999_999, "Give a whole number of requests a minute, at least 1", {
      unit: "requests a minute",
      help: "Collect requests that one key and network address may make.",
    }),
    "3000",
  ),
  UPTAKE_TRUSTED_PROXIES: v.optional(
    v.pipe(
      v.string(),
      v.transform((value) => value.split(",").map((network) => network.trim())),
      v.check(
        (networks) => networks.every(isNetwork),
        "Give addresses or ranges, separated by commas, such as 10.0.0.0/8,192.0.2.7",
      ),
      about({
        type: "address",
        help: "Proxies on other machines whose X-Forwarded-For tells by whom requests are counted: addresses or ranges.",
        unset: "none",
      }),
    ),
  ),
  UPTAKE_SLOT_DAYS: v.optional(
    days("How long quarters of an hour are kept; what is older is kept by whole days."),
    "400",
  ),
  UPTAKE_RETENTION_DAYS: v.optional(days("How long anything that happened is kept.", "for ever")),
});

/** Reads the variables of the environment. Secrets are never repeated in a problem. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): ConfigResult {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = v.safeParse(environmentSchema, set, { abortPipeEarly: true });
  if (!parsed.success) return { kind: "invalid", problems: parsed.issues.map((issue) => sentence(issue, set)) };
  const variables = parsed.output;
  const { UPTAKE_JWT_SECRET: secret, UPTAKE_JWKS_URL: url } = variables;
  if (secret !== undefined && url !== undefined) {
    return {
      kind: "invalid",
      problems: ["UPTAKE_JWT_SECRET and UPTAKE_JWKS_URL are both set. Keep the one that your host signs tokens by."],
    };
  }
  const key = jwtKey(secret, url);
  if (variables.UPTAKE_SIGNED_WRITES !== "off" && key === null) {
    return {
      kind: "invalid",
      problems: [
        `UPTAKE_SIGNED_WRITES is "${variables.UPTAKE_SIGNED_WRITES}" and nothing can check a token. Set UPTAKE_JWT_SECRET or UPTAKE_JWKS_URL.`,
      ],
    };
  }
  return {
    kind: "valid",
    config: {
      storePath: variables.UPTAKE_STORE,
      host: variables.UPTAKE_HOST,
      port: variables.UPTAKE_PORT,
      definitions: {
        path: variables.UPTAKE_DEFINITIONS ?? "./uptake.config.ts",
        isNamed: variables.UPTAKE_DEFINITIONS !== undefined,
      },
      timeZone: variables.UPTAKE_TIME_ZONE ?? null,
      jwt: key,
      jwtAudience: variables.UPTAKE_JWT_AUDIENCE,
      signedWrites: variables.UPTAKE_SIGNED_WRITES,
      baseUrl: variables.UPTAKE_BASE_URL ?? null,
      rateLimit: variables.UPTAKE_RATE_LIMIT,
      trustedProxies: variables.UPTAKE_TRUSTED_PROXIES ?? [],
      slotDays: variables.UPTAKE_SLOT_DAYS,
      retentionDays: variables.UPTAKE_RETENTION_DAYS ?? null,
    },
  };
}

function jwtKey(secret: string | undefined, url: string | undefined): JwtKey | null {
  if (secret !== undefined) return { kind: "secret", secret };
  return url === undefined ? null : { kind: "jwks", url };
}

function sentence(issue: v.BaseIssue<unknown>, set: Readonly<Record<string, unknown>>): string {
  const name = v.getDotPath(issue) ?? "";
  const value = name.includes("SECRET") ? "" : ` is "${String(set[name])}".`;
  return value === "" ? `${name}: ${issue.message}.` : `${name}${value} ${issue.message}.`;
}

function isHttpUrl(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && (url.protocol === "https:" || url.protocol === "http:") && url.username === "";
}

function isTimeZone(value: string): boolean {
  try {
    return Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
