import { serialize } from "node:v8";
import type { ReadParts } from "../../api/reading/reading.ts";

/** A store that is asked each question once. */
export interface RememberedAnswers extends Pick<ReadParts, "facts" | "records"> {
  /** Asks anew from now on: something has changed. */
  forget(): void;
}

/** Remembers a store's answers, so that hundreds of replies over the same rows read them once. Nobody can change them. */
export function rememberAnswers({ facts, records }: Pick<ReadParts, "facts" | "records">): RememberedAnswers {
  const known = new Map<string, Promise<unknown>>();
  const remembering = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get(target, name) {
        const ask = Reflect.get(target, name) as (...asked: readonly unknown[]) => Promise<unknown>;
        return (...asked: readonly unknown[]): Promise<unknown> => {
          const question = `${String(name)} ${serialize(asked).toString("latin1")}`;
          const answer = known.get(question) ?? Promise.resolve(ask(...asked)).then(frozen);
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
