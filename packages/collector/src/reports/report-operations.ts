import { createCalendarMemory } from "../domain/workspace-calendar.ts";
import type { LocalReader } from "../store/sqlite/local-reader.ts";
import type { Kept, KeptShelf } from "../api/reading/kept.ts";
import type { OwnDays } from "../api/reading/own-days.ts";
import { createDefinitionsMemory } from "../ops/definitions-memory.ts";
import { outcomeOf, type ReportOutcome } from "./report-outcome.ts";
import { workOut, type ReportParts, type ReportQuestion } from "./report.ts";

/** A reply, as it crosses. */
export interface ReportReply {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  /** The whole of it, or the number of a file that is asked for piece by piece. */
  readonly body: Uint8Array | number;
  /** The days of one's own of which it was made of what is kept; null: of none. */
  readonly ownDays: OwnDays | null;
}

/** What a thread of reports can be asked. Each answer, and each piece of a file, is of one moment. */
export interface ReportOperations extends Record<string, (input: never) => unknown> {
  answer(question: ReportQuestion): Promise<ReportOutcome<ReportReply>>;
  /** The next piece of a file; null: it has ended. */
  piece(file: number): Promise<ReportOutcome<Uint8Array | null>>;
  /** Nobody wants the rest of a file. */
  forget(file: number): Promise<void>;
}

/** Answers from a reader and what is kept beside it, one question at a time. */
export function createReportOperations(reader: LocalReader, kept: KeptShelf): ReportOperations {
  const { facts, records, useDays } = reader;
  const parts: ReportParts = {
    facts,
    records,
    useDays,
    definitions: createDefinitionsMemory(records),
    calendarOf: createCalendarMemory(),
  };
  const files = new Map<number, ReadableStreamDefaultReader<Uint8Array>>();
  let lastFile = 0;

  const bodyOf = async (response: Response): Promise<ReportReply["body"]> => {
    if (response.body === null || response.headers.get("content-type")?.startsWith("application/json") === true) {
      return new Uint8Array(await response.arrayBuffer());
    }
    files.set(++lastFile, response.body.getReader());
    return lastFile;
  };
  return {
    answer: (question) =>
      outcomeOf(async () => {
        let ownDays: OwnDays | null = null;
        const noted = (asked: OwnDays, found: Kept | null): Kept | null => {
          if (found !== null) ownDays = asked;
          return found;
        };
        const shelf: KeptShelf = {
          find: (today, rules) => kept.find(today, rules),
          findOwn: (asked, rules) => noted(asked, kept.findOwn(asked, rules)),
          // Whoever was counting it may be gone: then somebody has to bring it to its end.
          findCounting: (asked, rules) => noted(asked, kept.findCounting(asked, rules)),
          findAsOf: (end, rules) => kept.findAsOf(end, rules),
        };
        const response = await reader.atOneMoment(() => workOut(question, { ...parts, kept: shelf }));
        return { status: response.status, headers: [...response.headers], body: await bodyOf(response), ownDays };
      }),
    piece: (file) =>
      outcomeOf(async () => {
        const pieces = files.get(file);
        if (pieces === undefined) return null;
        const { done, value = null } = await reader.atOneMoment(() => pieces.read());
        if (done) files.delete(file);
        return value;
      }),
    async forget(file) {
      await files.get(file)?.cancel();
      files.delete(file);
    },
  };
}
