import type { CompiledDefinitions } from "../../domain/compile-definitions.ts";
import type { WorkspaceCalendar } from "../../domain/workspace-calendar.ts";
import type { FactQuestions } from "../../store/facts.ts";
import type { RecordQuestions } from "../../store/records.ts";
import type { ReadUseDays } from "../../store/use-days.ts";
import type { CanAwait } from "./awaited.ts";
import type { KeptShelf } from "./kept.ts";

/** What every door of the read API needs. */
export interface ReadParts {
  readonly facts: FactQuestions;
  readonly records: RecordQuestions;
  readonly definitions: () => Promise<CompiledDefinitions>;
  /** The calendar of a zone, IANA name. */
  readonly calendarOf: (timeZone: string) => WorkspaceCalendar;
  readonly now: () => number;
  /** Absent: of a store that doesn't tell days by themselves. */
  readonly useDays?: ReadUseDays;
  /** What is kept of a large workspace; absent: everything is counted for each answer. */
  readonly kept?: KeptShelf;
  /** Absent: for nothing. */
  readonly canAwait?: CanAwait;
}
