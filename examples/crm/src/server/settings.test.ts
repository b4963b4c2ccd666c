import { expect, it } from "vitest";
import { readSettings } from "./settings.ts";

it("runs without Uptake where nothing is set", () => {
  expect(readSettings({})).toEqual({ host: "127.0.0.1", port: 4601, databasePath: "./data/crm.db", uptake: null });
});

it("names what is missing where only a part is set", () => {
  expect(() => readSettings({ UPTAKE_PUBLIC_KEY: "pk_1", UPTAKE_JWT_SECRET: "s" })).toThrow(
    /UPTAKE_SECRET_KEY not set/,
  );
});

it("refuses a port that is none", () => {
  expect(() => readSettings({ CRM_PORT: "http" })).toThrow(/CRM_PORT is http/);
});

it("takes the collector's address without its trailing slash", () => {
  const keys = { UPTAKE_PUBLIC_KEY: "pk_1", UPTAKE_SECRET_KEY: "sk_1", UPTAKE_JWT_SECRET: "s" };
  expect(readSettings(keys).uptake?.server).toBe("http://127.0.0.1:4600");
  expect(readSettings({ ...keys, UPTAKE_SERVER: "https://uptake.example.com/" }).uptake?.server).toBe(
    "https://uptake.example.com",
  );
});
