import type { Caller } from "./app.ts";
import type { ProblemKind } from "./problem.ts";

/** One request, as those see it who count and log: nothing in it comes from what was sent. */
export interface Visit {
  readonly caller: Caller;
  /** The path as its route writes it; `page` for the dashboard's, `other` where there is no route. */
  door: string;
  /** Why it was refused; null: it wasn't. */
  problem: ProblemKind | null;
}

/** Told of every reply, when its status is known. */
export type Replied = (visit: Visit, status: number) => void;
