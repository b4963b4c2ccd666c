import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { runCommandLine } from "./cli.ts";
import { startUptake, untilPrinted } from "./cli/test-support/start-uptake.ts";
import { VARIABLES } from "./config-variables.ts";

const folder = mkdtempSync(join(tmpdir(), "uptake-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command that ends by itself, in this process. */
async function run(words: readonly string[], environment: NodeJS.Dict<string> = {}) {
  const [out, err]: [string[], string[]] = [[], []];
  const output = { print: (line: string) => void out.push(line), warn: (line: string) => void err.push(line) };
  const code = await runCommandLine(words, environment, output);
  return { code, out: out.join("\n"), err: err.join("\n") };
}

describe("a wrong call", () => {
  test.each([
    [["frobnicate"], 'There is no command "frobnicate". There are: serve, keys, seed, import, export, verify,'],
    [["toString"], 'There is no command "toString"'],
    [["plan"], "`uptake plan` is not in this version yet."],
    [["export", "nothing"], "Use: uptake export accounts|users"],
    [["keys"], "Use: uptake keys create"],
    [["keys", "create"], "--kind is missing"],
    [["keys", "create", "--kind", "golden"], '--kind is "golden"'],
    [
      ["keys", "create", "--kind", "public", "--origin", "https://app.test/path"],
      '--origin is "https://app.test/path"',
    ],
    [["keys", "create", "--kind", "secret", "--origin", "https://app.test"], "A secret key has no --origin"],
    [["keys", "create", "--kind", "secret", "--scope", "admin"], '--scope is "admin". Give read or write.'],
    [["keys", "revoke"], "Give one id."],
    [["seed", "--accounts", "many"], '--accounts is "many"'],
    [["verify", "--fast"], "See: uptake --help"],
    [["--colour"], "See: uptake --help"],
  ])("%j ends with 2 and says what there is", async (words, message) => {
    const { code, out, err } = await run(words);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });
});

test("--help names every command and variable", async () => {
  const { code, out } = await run(["--help"]);
  expect(code).toBe(0);
  const variables = VARIABLES.map(({ name }) => name);
  for (const name of ["serve", "keys", "seed", "verify", ...variables]) {
    expect(out).toContain(name);
  }
});

test("whoever reads only the beginning, as `head` does, gets no complaint", async () => {
  const { child, ended } = startUptake(folder, ["--help"]);
  child.stdout?.destroy();
  expect(await ended).toMatchObject({ code: 0, err: "" });
});

test("serve --print-config prints every variable and starts nothing; unknown ones are warned of", async () => {
  const { code, out, err } = await run(["serve", "--print-config"], { UPTAKE_PORT: "1234", UPTAKE_RATELIMIT: "9" });
  expect(code).toBe(0);
  expect(out).toMatch(/^UPTAKE_PORT +1234 +environment +number +default: 4600$/m);
  expect(out).toMatch(/^UPTAKE_HOST +127\.0\.0\.1 +default +text +default: 127\.0\.0\.1$/m);
  expect(err).toBe(
    "[uptake] UPTAKE_RATELIMIT is no variable of this version and is ignored. Do you mean UPTAKE_RATE_LIMIT?",
  );
});

test("an environment that doesn't hold is refused by variable, before anything is opened", async () => {
  const { code, err } = await run(["serve"], { UPTAKE_PORT: "http", UPTAKE_TIME_ZONE: "Mars" });
  expect(code).toBe(1);
  expect(err).toContain('UPTAKE_PORT is "http"');
  expect(err).toContain('UPTAKE_TIME_ZONE is "Mars"');
});

test.each([
  ["that is missing", "none.mjs", undefined, "there is no file"],
  ["that can't be run", "broken.mjs", "export default {", "can't be run"],
  [
    "that doesn't hold",
    "wrong.mjs",
    'export default { features: { a: { name: "A", module: "m" } } };',
    'features.a.module is "m"',
  ],
  ["without a default export", "empty.mjs", "export const x = 1;", "must be an object"],
])("a definitions file %s is refused by name", async (_what, name, source, message) => {
  if (source !== undefined) writeFileSync(join(folder, name), source);
  const { code, err } = await run(["serve"], { UPTAKE_DEFINITIONS: join(folder, name) });
  expect(code).toBe(1);
  expect(err).toContain(message);
});

test("a port that is taken is named, with the variable that changes it", async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const { code, err } = await run(["serve"], {
    UPTAKE_PORT: String(port),
    UPTAKE_STORE: `sqlite:${join(folder, "taken.db")}`,
  });
  server.close();
  expect(code).toBe(1);
  expect(err).toContain(`Port ${port} on 127.0.0.1 is taken by another program. Choose another one with UPTAKE_PORT`);
});

test("keys are made, listed and revoked, also while a collector runs; it drains and ends with 0 when told to stop", async () => {
  writeFileSync(join(folder, "definitions.ts"), 'export default { features: { a: { name: "A" satisfies string } } };');
  const environment = {
    UPTAKE_STORE: `sqlite:${join(folder, "data/life.db")}`,
    UPTAKE_DEFINITIONS: join(folder, "definitions.ts"),
  };
  const serving = startUptake(folder, [], environment);
  const address = await untilPrinted(serving, /listens on (http:\S+)/);
  const token = await untilPrinted(serving, /\/sign-in#token=(\S+)\n/);

  const made = await run(["keys", "create", "--kind", "public"], environment);
  expect([made.code, made.err]).toEqual([0, ""]);
  expect(made.out).toMatch(/^pk_[A-Za-z0-9_-]{22}$/);
  const key = made.out;
  const secret = await run(["keys", "create", "--kind", "secret", "--scope", "read"], environment);
  expect(secret.out).toMatch(/^sk_[0-9a-f]{16}_[A-Za-z0-9_-]{43}$/);

  const definitions = await fetch(`${address}/v1/definitions?key=${key}`);
  expect(await definitions.json()).toMatchObject({ version: 1, enabled: true, rules: {} });
  const body = JSON.stringify({ v: 1, sdk: "x", sentAt: 1, writers: [] });
  expect((await fetch(`${address}/v1/collect?key=${key}`, { method: "POST", body })).status).toBe(200);
  const signedIn = await fetch(`${address}/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token }),
  });
  expect(signedIn.status).toBe(200);

  const listed = await run(["keys", "list"], environment);
  expect(listed.out).toContain(`${key}\tpublic\tcollect\tany origin`);
  expect(listed.out).toContain("secret\tread\tserver only");
  expect(listed.out).not.toContain(secret.out);
  expect((await run(["keys", "revoke", secret.out], environment)).code).toBe(0);
  expect((await run(["keys", "revoke", "nothing"], environment)).code).toBe(1);
  expect((await run(["verify"], environment)).code).toBe(0);

  serving.child.kill("SIGTERM");
  const { code, err } = await serving.ended;
  const lines = err.trimEnd().split("\n");
  expect([code, lines.map((line) => (JSON.parse(line) as { readonly msg: string }).msg)]).toEqual([
    0,
    ["started", "stopping", "stopped"],
  ]);
});

test("without definitions the collector starts all the same, and says so", async () => {
  const serving = startUptake(folder, ["serve"], { UPTAKE_STORE: "sqlite:./bare.db" });
  await untilPrinted(serving, /(sign-in)/);
  serving.child.kill("SIGINT");
  const { code, err } = await serving.ended;
  expect(code).toBe(0);
  expect(err).toContain("Definitions: there are none");
});
