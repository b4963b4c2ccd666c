import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { printConfig, unknownVariables, VARIABLES } from "./config-variables.ts";

const README = new URL("../../../README.md", import.meta.url);

test("every variable has a type, a sentence, and a default or what an unset one means", () => {
  for (const { name, type, unit, help, default: value, unset } of VARIABLES) {
    expect([name, help]).toEqual([expect.stringMatching(/^UPTAKE_[A-Z_]+$/), expect.stringMatching(/^[A-Z].+\.$/)]);
    expect([name, value ?? unset]).toEqual([name, expect.stringMatching(/./)]);
    expect([name, type !== "number" || name === "UPTAKE_PORT" || unit !== undefined]).toEqual([name, true]);
  }
});

test("the settings in the README are the variables, with their defaults", () => {
  const readme = readFileSync(README, "utf8");
  for (const { name, default: value } of VARIABLES) {
    expect(readme).toContain(`\`${name}\``);
    expect(readme).toContain(value === null ? name : `\`${value}\``);
  }
});

test("the configuration is printed with who decided each value, its type, unit and default, and without secrets", () => {
  const secret = "kJ3v9Qm2Zx8Lw5Tn7Rb4Yc6Pd1Hf0Gs9";
  const lines = printConfig({ UPTAKE_PORT: "1234", UPTAKE_JWT_SECRET: secret, UPTAKE_HOST: "", PATH: "/bin" });
  const columns = lines.map((line) => line.split(/ {2,}/));
  expect(columns).toHaveLength(VARIABLES.length);
  expect(columns).toContainEqual(["UPTAKE_PORT", "1234", "environment", "number", "default: 4600"]);
  expect(columns).toContainEqual(["UPTAKE_HOST", "127.0.0.1", "default", "text", "default: 127.0.0.1"]);
  expect(columns).toContainEqual([
    "UPTAKE_BASE_URL",
    "from host and port",
    "default",
    "address",
    "default: from host and port",
  ]);
  expect(columns).toContainEqual([
    "UPTAKE_RATE_LIMIT",
    "3000",
    "default",
    "number, requests a minute",
    "default: 3000",
  ]);
  expect(columns).toContainEqual(["UPTAKE_JWT_SECRET", "********", "environment", "secret", "default: none"]);
  expect(lines.join()).not.toContain(secret.slice(0, 4));
});

test("a variable that looks like ours and is none is named with the one that was probably meant", () => {
  expect(
    unknownVariables({
      UPTAKE_PROT: "1",
      UPTAKE_JWT_SECRETS: "x",
      UPTAKE_PORT: "1",
      UPTAKE_SECRET_KEY: "x",
      OTHER: "1",
    }),
  ).toEqual([
    "UPTAKE_JWT_SECRETS is no variable of this version and is ignored. Do you mean UPTAKE_JWT_SECRET?",
    "UPTAKE_PROT is no variable of this version and is ignored. Do you mean UPTAKE_PORT?",
  ]);
});
