import { expect, test } from "vitest";
import { askOnce } from "./ask-once.ts";

test("of some questions each is asked once, whoever asks and whatever else is", async () => {
  const asked: unknown[] = [];
  const ask =
    (name: string) =>
    async (...question: readonly unknown[]): Promise<number> =>
      asked.push([name, ...question]);
  const questions = askOnce({ people: ask("people"), snapshots: ask("snapshots"), sums: ask("sums") }, [
    "people",
    "snapshots",
  ]);
  const scopes = [{ kind: "all" }, { kind: "only", accounts: ["acme"] }];
  for (const scope of [...scopes, ...scopes]) {
    await Promise.all([questions.people(scope), questions.people(scope, ["u_1"]), questions.snapshots(scope)]);
  }
  expect(asked).toEqual(
    scopes.flatMap((scope) => [
      ["people", scope],
      ["people", scope, ["u_1"]],
      ["snapshots", scope],
    ]),
  );
  expect(await questions.people(scopes[0])).toBe(1);
  await questions.sums(scopes[0]);
  await questions.sums(scopes[0]);
  expect(asked.slice(-2)).toEqual([
    ["sums", scopes[0]],
    ["sums", scopes[0]],
  ]);
});
