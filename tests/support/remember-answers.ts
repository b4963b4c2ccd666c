import { serialize } from "node:v8";
import { askFacts, askRecords } from "../../packages/collector/src/store/sqlite/ask-questions.ts";
import type { FactQuestions } from "../../packages/collector/src/store/facts.ts";
import type { RecordQuestions } from "../../packages/collector/src/store/records.ts";

/** A store that is asked each question once. */
export interface RememberedAnswers<Facts, Records> {
  readonly facts: Facts;
  readonly records: Records;
  /** Asks anew from now on: something has changed. */
  forget(): void;
}

const nobody = async (): Promise<never> => Promise.reject(new Error("This is asked for its names alone."));
/** What reports ask. */
const QUESTIONS: ReadonlySet<string> = new Set(Object.keys({ ...askFacts(nobody), ...askRecords(nobody) }));

/** Remembers a store's answers, so that hundreds of reports over the same rows read them once. Nobody can change them. */
export function rememberAnswers<Facts extends FactQuestions, Records extends RecordQuestions>(
  facts: Facts,
  records: Records,
): RememberedAnswers<Facts, Records> {
  const known = new Map<string, Promise<unknown>>();
  const remembering = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get(target, name) {
        const ask = Reflect.get(target, name) as (...asked: readonly unknown[]) => Promise<unknown>;
        if (!QUESTIONS.has(String(name))) return ask;
        return (...asked: readonly unknown[]): Promise<unknown> => {
          const question = `${String(name)} ${serialize(asked).toString("latin1")}`;
          const answer = known.get(question) ?? ask(...asked).then(frozen);
          known.set(question, answer);
          return answer;
        };
      },
    });
  return { facts: remembering(facts), records: remembering(records), forget: () => known.clear() };
}

function frozen<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
