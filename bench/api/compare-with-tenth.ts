import { createSecretKey, startCollector } from "../collector/subject.ts";
import { measureQuestion } from "./measure-question.ts";
import type { Question } from "./questions.ts";
import { waitForRest } from "./wait-for-rest.ts";

/** A collector that answers. */
interface Answering {
  /** Its data file. */
  readonly path: string;
  readonly port: number;
  readonly key: string;
}

/** As often each is asked in turn, so that whatever else the machine does meets both. */
const TURNS = 3;

/**
 * How many times what a question costs in a small workspace it costs in a large one, asked by one client alone, with both at
 * rest.
 * @param smallPath the data file of the small one.
 */
export async function compareWithTenth(
  question: Question,
  large: Answering,
  smallPath: string,
  rounds: number,
): Promise<number> {
  const key = await createSecretKey(smallPath);
  const subject = await startCollector(smallPath);
  try {
    const small = { path: smallPath, port: subject.port, key };
    for (const { path } of [large, small]) await waitForRest(path);
    let [smallMs, largeMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let turn = 0; turn < TURNS; turn++) {
      smallMs = Math.min(smallMs, await medianMs(small, question, rounds));
      largeMs = Math.min(largeMs, await medianMs(large, question, rounds));
    }
    return largeMs / smallMs;
  } finally {
    await subject.stop();
  }
}

async function medianMs({ port, key }: Answering, question: Question, rounds: number): Promise<number> {
  const { p50Ms } = await measureQuestion(`http://127.0.0.1:${port}`, key, question, 1, rounds);
  return p50Ms;
}
