import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

const SECRET = "kJ3v9Qm2Zx8Lw5Tn7Rb4Yc6Pd1Hf0Gs9";

test("an empty environment takes every default", () => {
  expect(readConfig({})).toEqual({
    kind: "valid",
    config: {
      storePath: "./data/uptake.db",
      host: "127.0.0.1",
      port: 4_600,
      definitions: { path: "./uptake.config.ts", isNamed: false },
      timeZone: null,
      jwt: null,
      jwtAudience: "uptake",
      signedWrites: "off",
      baseUrl: null,
      rateLimit: 3_000,
      trustedProxies: [],
      slotDays: 400,
      retentionDays: null,
    },
  });
});

test("every variable is read, and empty ones count as unset", () => {
  const environment = {
    UPTAKE_STORE: "sqlite:/var/lib/uptake.db",
    UPTAKE_HOST: "0.0.0.0",
    UPTAKE_PORT: "0",
    UPTAKE_DEFINITIONS: "defs.ts",
    UPTAKE_TIME_ZONE: "Asia/Kolkata",
    UPTAKE_JWT_SECRET: "",
    UPTAKE_JWKS_URL: "https://host.test/jwks.json",
    UPTAKE_JWT_AUDIENCE: "mine",
    UPTAKE_SIGNED_WRITES: "enforced",
    UPTAKE_BASE_URL: "https://uptake.host.test/",
    UPTAKE_RATE_LIMIT: "10",
    UPTAKE_TRUSTED_PROXIES: "10.0.0.0/8, 2001:db8::7",
    UPTAKE_SLOT_DAYS: "36",
    UPTAKE_RETENTION_DAYS: "730",
    PATH: "/bin",
  };
  expect(readConfig(environment)).toEqual({
    kind: "valid",
    config: {
      storePath: "/var/lib/uptake.db",
      host: "0.0.0.0",
      port: 0,
      definitions: { path: "defs.ts", isNamed: true },
      timeZone: "Asia/Kolkata",
      jwt: { kind: "jwks", url: "https://host.test/jwks.json" },
      jwtAudience: "mine",
      signedWrites: "enforced",
      baseUrl: "https://uptake.host.test",
      rateLimit: 10,
      trustedProxies: ["10.0.0.0/8", "2001:db8::7"],
      slotDays: 36,
      retentionDays: 730,
    },
  });
});

test("a shared secret is taken", () => {
  expect(readConfig({ UPTAKE_JWT_SECRET: SECRET })).toMatchObject({
    config: { jwt: { kind: "secret", secret: SECRET } },
  });
});

test.each([
  [
    "UPTAKE_STORE",
    "postgres://x",
    'UPTAKE_STORE is "postgres://x". Give sqlite:PATH, such as sqlite:./data/uptake.db.',
  ],
  ["UPTAKE_STORE", "clickhouse://h/d", "This version can't use ClickHouse yet"],
  ["UPTAKE_PORT", "70000", 'UPTAKE_PORT is "70000". Give a port from 1 to 65535, or 0 for any free one.'],
  ["UPTAKE_PORT", "http", 'UPTAKE_PORT is "http".'],
  ["UPTAKE_HOST", "http://x", 'UPTAKE_HOST is "http://x".'],
  ["UPTAKE_TIME_ZONE", "Mars/Olympus", 'UPTAKE_TIME_ZONE is "Mars/Olympus". Give an IANA name'],
  ["UPTAKE_BASE_URL", "uptake.test", 'UPTAKE_BASE_URL is "uptake.test". Give the public address'],
  ["UPTAKE_JWKS_URL", "file:///etc/passwd", "UPTAKE_JWKS_URL is"],
  ["UPTAKE_SIGNED_WRITES", "on", 'UPTAKE_SIGNED_WRITES is "on". Give off, coverage or enforced.'],
  ["UPTAKE_SIGNED_WRITES", "enforced", "nothing can check a token. Set UPTAKE_JWT_SECRET or UPTAKE_JWKS_URL."],
  ["UPTAKE_RATE_LIMIT", "0", 'UPTAKE_RATE_LIMIT is "0".'],
  ["UPTAKE_TRUSTED_PROXIES", "proxy", 'UPTAKE_TRUSTED_PROXIES is "proxy". Give addresses or ranges'],
  ["UPTAKE_SLOT_DAYS", "35", 'UPTAKE_SLOT_DAYS is "35". Give a whole number of days, at least 36'],
  ["UPTAKE_RETENTION_DAYS", "never", 'UPTAKE_RETENTION_DAYS is "never". Give a whole number of days'],
])("%s=%s is refused with what is expected", (name, value, message) => {
  expect(readConfig({ [name]: value })).toEqual({ kind: "invalid", problems: [expect.stringContaining(message)] });
});

test.each([
  "tiny-key",
  "change-me-change-me-change-me-change-me",
  "your-secret-goes-here-your-secret-goes-here",
  "a".repeat(40),
  "replace_this_with_a_real_secret_please",
])("the secret %s is refused and not repeated", (secret) => {
  const result = readConfig({ UPTAKE_JWT_SECRET: secret });
  expect(result.kind === "invalid" && result.problems[0]).toContain("UPTAKE_JWT_SECRET: It ");
  expect(JSON.stringify(result)).not.toContain(secret);
});

test("two ways to check tokens at once are refused", () => {
  const result = readConfig({ UPTAKE_JWT_SECRET: SECRET, UPTAKE_JWKS_URL: "https://host.test/jwks.json" });
  expect(result).toMatchObject({ kind: "invalid", problems: [expect.stringContaining("both set")] });
});

test("every problem is told at once", () => {
  const result = readConfig({ UPTAKE_PORT: "x", UPTAKE_RATE_LIMIT: "y" });
  expect(result.kind === "invalid" && result.problems).toHaveLength(2);
});
