/** A line of a text, with what ends it; lines count from 1. */
export interface TextLine {
  readonly line: number;
  readonly text: string;
}

/** A line ends as Windows, Unix or an old Macintosh ends it. */
const LINE = /[^\r\n]*(?:\r\n|\n|\r)/y;

/** The lines of a text that comes in pieces. */
export async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<TextLine, void> {
  let line = 0;
  let rest = "";
  for await (const piece of pieces) {
    const text = rest + piece;
    let start = 0;
    for (;;) {
      LINE.lastIndex = start;
      const [found] = LINE.exec(text) ?? [];
      // What follows may be the other half of a line's end.
      if (found === undefined || (found.endsWith("\r") && start + found.length === text.length)) break;
      line += 1;
      start += found.length;
      yield { line, text: found };
    }
    rest = text.slice(start);
  }
  if (rest !== "") yield { line: line + 1, text: rest };
}
