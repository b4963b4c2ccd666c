import type { Progress, Upkeep } from "../upkeep.ts";
import type { Threads } from "./threads.ts";
import type { FoldInput } from "./write/fold.ts";
import type { ForgetDaysInput } from "./write/forget-days.ts";
import type { SweepInput, SweepResult } from "./write/sweep.ts";
import type { WholeDaysInput } from "./write/whole-days.ts";

/** After what is tidied at once, writers: behind the one named. */
interface TidyInput extends SweepInput<number> {
  readonly nowMs: number;
}

/** Does the store's own work in its writer thread, one request a step; what has to be looked for is looked for by readers. */
export function createUpkeep({ write, read }: Threads): Upkeep {
  const foldStep = createSteps((input: FoldInput) => write("foldStep", input));
  const wholeDaysStep = createSteps((input: WholeDaysInput) => write("wholeDaysStep", input));
  const forgetDaysStep = createSteps((input: ForgetDaysInput) => write("forgetDaysStep", input));
  const timeZoneStep = createSteps((input: SweepInput<true>) => write("timeZoneStep", input));
  const tidyStep = createSteps(async ({ nowMs, cursor }: TidyInput) => {
    if (cursor === null) await write("tidy", nowMs);
    const { range, next } = await read("findOldWriters", cursor ?? 0);
    if (range !== null) await write("removeOldWriters", range);
    return next;
  });
  return {
    foldStep: (slot) => foldStep({ slot }),
    wholeDaysStep: (slot) => wholeDaysStep({ slot }),
    forgetDaysStep: (slot) => forgetDaysStep({ slot }),
    timeZoneStep: () => timeZoneStep({}),
    tidyStep: (nowMs) => tidyStep({ nowMs }),
  };
}

/** Goes on where the last step that was committed has come to. */
function createSteps<Cursor, Input extends SweepInput<Cursor>>(
  step: (input: Input) => Promise<SweepResult<Cursor>>,
): (input: Omit<Input, "cursor">) => Promise<Progress> {
  let cursor: Cursor | null = null;
  return async (input) => {
    cursor = await step({ ...input, cursor } as Input);
    return cursor === null ? "done" : "more";
  };
}
