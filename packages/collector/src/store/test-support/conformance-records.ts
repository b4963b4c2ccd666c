import { describe, expect, test } from "vitest";
import type { KeyRecord, SessionIdentity } from "../records.ts";
import { NOW_MS, type MakePlace } from "./harness.ts";
import { usePlace, useStore } from "./use-store.ts";

const KEY: KeyRecord = {
  id: "pk_1",
  kind: "public",
  hash: "0a",
  origins: ["https://app.example"],
  scopes: ["collect"],
  createdAtMs: NOW_MS,
  revokedAtMs: null,
  expiresAtMs: null,
  lastUsedAtMs: null,
};

const MAYA: SessionIdentity = { name: "Maya", role: "csm" };

/** What was decided and who may do what. */
export function testRecords(makePlace: MakePlace): void {
  describe("keys", () => {
    test("are listed as they were made, and revoked once", async () => {
      const { records } = await useStore(makePlace);
      const secret: KeyRecord = { ...KEY, id: "sk", kind: "secret", origins: [], createdAtMs: NOW_MS + 1 };
      await records.createKey(KEY);
      await records.createKey(secret);
      expect(await records.keys()).toEqual([KEY, secret]);
      expect(await records.revokeKey("pk_1", NOW_MS + 5)).toBe(true);
      expect(await records.revokeKey("pk_1", NOW_MS + 9)).toBe(true);
      expect(await records.revokeKey("unheard-of", NOW_MS)).toBe(false);
      expect(await records.keys()).toEqual([{ ...KEY, revokedAtMs: NOW_MS + 5 }, secret]);
    });

    test("are rotated in one step: the next one is there, and the old one ends, never later than it did already", async () => {
      const { records } = await useStore(makePlace);
      const next: KeyRecord = { ...KEY, id: "pk_2", createdAtMs: NOW_MS + 1 };
      const third: KeyRecord = { ...next, id: "pk_3" };
      await records.createKey(KEY);
      expect(await records.rotateKey("unheard-of", next, NOW_MS + 9)).toBe(false);
      expect(await records.rotateKey("pk_1", next, NOW_MS + 9)).toBe(true);
      expect(await records.keys()).toEqual([{ ...KEY, expiresAtMs: NOW_MS + 9 }, next]);
      expect(await records.rotateKey("pk_1", third, NOW_MS + 20)).toBe(true);
      expect(await records.keys()).toEqual([{ ...KEY, expiresAtMs: NOW_MS + 9 }, next, third]);
      await records.revokeKey("pk_2", NOW_MS);
      expect(await records.rotateKey("pk_2", { ...KEY, id: "pk_4" }, NOW_MS)).toBe(false);
      await expect(records.rotateKey("pk_1", next, NOW_MS)).rejects.toMatchObject({ kind: "failed" });
      expect((await records.keys())[0]).toEqual({ ...KEY, expiresAtMs: NOW_MS + 9 });
    });

    test("know when they last served", async () => {
      const { records } = await useStore(makePlace);
      await records.createKey(KEY);
      await records.useKey("pk_1", NOW_MS + 7);
      await records.useKey("pk_1", NOW_MS + 3);
      await records.useKey("unheard-of", NOW_MS);
      expect(await records.keys()).toEqual([{ ...KEY, lastUsedAtMs: NOW_MS + 7 }]);
    });

    test("can't be made twice", async () => {
      const { records } = await useStore(makePlace);
      await records.createKey(KEY);
      await expect(records.createKey({ ...KEY, hash: "0b" })).rejects.toMatchObject({ kind: "failed" });
      expect(await records.keys()).toEqual([KEY]);
    });
  });

  describe("definitions", () => {
    test("are null before the first, then the newest version, also after opening again", async () => {
      const place = await usePlace(makePlace);
      const before = await place.open();
      expect(await before.records.definitions()).toBeNull();
      const first = { definitions: { features: {} }, fileHash: "aa", appliedAtMs: NOW_MS };
      expect(await before.records.applyDefinitions(first)).toEqual({ version: 1, ...first });
      const second = { definitions: { features: { a: { name: "A" } } }, fileHash: null, appliedAtMs: NOW_MS + 1 };
      await before.records.applyDefinitions(second);
      await before.close();
      const after = await place.open();
      expect(await after.records.definitions()).toEqual({ version: 2, ...second });
      await after.close();
    });
  });

  describe("sign-in", () => {
    test("uses a token up, once, whoever is first", async () => {
      const { records } = await useStore(makePlace);
      await records.createSignInToken("token", MAYA, NOW_MS + 10);
      const tries = Array.from({ length: 10 }, (_, index) =>
        records.startSession("token", `session-${index}`, NOW_MS, NOW_MS + 100),
      );
      expect((await Promise.all(tries)).filter((identity) => identity !== null)).toEqual([MAYA]);
      const sessions = tries.map((_, index) => records.session(`session-${index}`, NOW_MS));
      expect((await Promise.all(sessions)).filter((identity) => identity !== null)).toEqual([MAYA]);
    });

    test("refuses unknown and expired tokens", async () => {
      const { records } = await useStore(makePlace);
      await records.createSignInToken("token", MAYA, NOW_MS);
      expect(await records.startSession("unheard-of", "session", NOW_MS, NOW_MS + 100)).toBeNull();
      expect(await records.startSession("token", "session", NOW_MS, NOW_MS + 100)).toBeNull();
      expect(await records.session("session", NOW_MS)).toBeNull();
    });

    test("ends when the session expires or is ended", async () => {
      const { records } = await useStore(makePlace);
      for (const token of ["one", "two"]) {
        await records.createSignInToken(token, MAYA, NOW_MS + 10);
        await records.startSession(token, `session-${token}`, NOW_MS, NOW_MS + 100);
      }
      expect(await records.session("session-one", NOW_MS + 99)).toEqual(MAYA);
      expect(await records.session("session-one", NOW_MS + 100)).toBeNull();
      await records.endSession("session-two");
      expect(await records.session("session-two", NOW_MS)).toBeNull();
    });
  });
}
