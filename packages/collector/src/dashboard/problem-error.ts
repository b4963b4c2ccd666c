import type { Problem } from "@uptake/tracker/protocol";

/** The one error of {@link createClient}: what the collector answered, or that it didn't answer at all. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  /** The HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** What happened, for the person in front of the screen. */
  readonly title: string;
  /** The problem's explanation; null when there is none. */
  readonly detail: string | null;
  /** How long the collector asks to be left alone; 0 when it doesn't say. */
  readonly retryAfterMs: number;

  constructor(problem: Omit<Problem, "type">) {
    super(problem.detail === undefined ? problem.title : `${problem.title}: ${problem.detail}`);
    this.status = problem.status;
    this.title = problem.title;
    this.detail = problem.detail ?? null;
    this.retryAfterMs = problem.retryAfterMs ?? 0;
  }
}
