import * as fc from "fast-check";
import { expect, test } from "vitest";
import { linesOf, type TextLine } from "./text-lines.ts";

async function* pieces(texts: readonly string[]): AsyncGenerator<string, void> {
  yield* texts;
}

async function allOf(texts: readonly string[]): Promise<readonly TextLine[]> {
  const all: TextLine[] = [];
  for await (const line of linesOf(pieces(texts))) all.push(line);
  return all;
}

test("lines are the same wherever the pieces of a text end, and together the whole text", async () => {
  const piece = fc.string({ unit: fc.constantFrom("a", "\r", "\n", "\r\n", "\u2028") });
  await fc.assert(
    fc.asyncProperty(fc.array(piece), async (texts) => {
      const lines = await allOf(texts);
      const whole = texts.join("");
      expect(lines.map(({ text }) => text).join("")).toBe(whole);
      expect(lines).toEqual(await allOf([whole]));
      expect(lines.map(({ line }) => line)).toEqual(lines.map((_, index) => index + 1));
      const ended = lines.map(({ text }) => text.replace(/(?:\r\n|\r|\n)$/, ""));
      expect(ended.filter((text) => /[\r\n]/.test(text))).toEqual([]);
      expect(ended).toEqual(whole.split(/\r\n|\r|\n/).slice(0, ended.length));
    }),
  );
});
