import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { ALL, cell, NOW_MS } from "../store/test-support/harness.ts";
import { useCommandLine } from "./test-support/use-command-line.ts";

const FORGED = "writer-of-somebody-bad";

describe("uptake void", () => {
  test("says what it would take out, takes it out, and leaves a note in the audit log", async () => {
    const { path, run, withStore } = useCommandLine(NOW_MS);
    await withStore(({ facts }) =>
      facts.mergeCells([cell({ writer: FORGED, visits: 40, actions: { sent: 2 } })], NOW_MS),
    );
    const expected = `0.03 hours without an idle limit (0.02 under 60s), 40 visits and 2 actions in 2 rows, of writer ${FORGED}.`;
    const dry = await run("void", "--writer", FORGED, "--dry-run");
    expect(dry).toEqual({ code: 0, out: `Would take out ${expected}`, err: "" });
    expect((await run("void", "--writer", FORGED)).out).toContain(`Took out ${expected}`);
    await withStore(async ({ facts }) => {
      expect(await facts.totals({ scope: ALL, by: [] })).toMatchObject([{ visits: 0 }]);
      expect(await facts.mergeCells([cell({ writer: FORGED })], NOW_MS)).toEqual(["voided"]);
    });
    const database = new DatabaseSync(path);
    const entries = database.prepare("SELECT actor, action, subject FROM audit").all();
    const dirty = database.prepare("SELECT count(*) AS count FROM dirty_members WHERE taken = 0").get();
    database.close();
    expect(entries).toEqual([{ actor: "cli", action: "voided", subject: `{"kind":"writer","writer":"${FORGED}"}` }]);
    expect(dirty).toEqual({ count: 1 });
  });

  test("takes a user's whole days, or times, of the workspace", async () => {
    const { run, withStore } = useCommandLine(NOW_MS);
    await withStore(({ facts }) => facts.mergeCells([cell()], NOW_MS));
    const day = await run("void", "--user", "u_1", "--from", "2026-11-18", "--to", "2026-11-19", "--dry-run");
    expect(day.out).toContain("1 visits and 0 actions in 1 rows, of user u_1 in all accounts");
    expect(day.out).toContain("from 2026-11-18T00:00:00.000Z to 2026-11-19T00:00:00.000Z");
    const hour = [
      "--user",
      "u_1",
      "--account",
      "acme",
      "--from",
      "2026-11-18T11:40+01:00",
      "--to",
      "2026-11-18T12:05Z",
    ];
    const part = await run("void", ...hour, "--dry-run");
    expect(part.out).toContain("in acme from 2026-11-18T10:30:00.000Z to 2026-11-18T12:15:00.000Z");
    const outside = await run("void", "--user", "u_1", "--from", "2026-11-17", "--to", "2026-11-18", "--dry-run");
    expect(outside.out).toContain("0 visits");
  });

  test.each([
    [[], 2, "Use: uptake void"],
    [["--writer", "x", "--user", "y"], 2, "Use: uptake void"],
    [["--user", "u_1", "--from", "2026-11-18"], 2, "Use: uptake void"],
    [["--user", "u_1", "--from", "yesterday", "--to", "2026-11-18"], 2, '--from is "yesterday"'],
    [["--user", "u_1", "--from", "2026-11-18T10:00", "--to", "2026-11-18"], 2, '--from is "2026-11-18T10:00"'],
    [["--user", "u_1", "--from", "2026-11-18", "--to", "2026-11-18"], 2, "which is not before --to"],
    [["--user", "u_1", "--from", "2026-11-17", "--to", "2026-11-18"], 1, 'Nobody has heard of a user "u_1"'],
    [["--writer", "unheard-of"], 1, 'There is no writer "unheard-of"'],
  ])("%j is refused", async (words, code, message) => {
    const { run, withStore } = useCommandLine(NOW_MS);
    await withStore(async () => undefined);
    expect(await run("void", ...words)).toEqual({ code, out: "", err: expect.stringContaining(message) });
  });
});
