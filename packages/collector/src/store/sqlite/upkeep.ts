import type { Progress, Upkeep } from "../upkeep.ts";
import type { Threads } from "./threads.ts";
import type { FoldInput } from "./write/fold.ts";
import type { ForgetDaysInput } from "./write/forget-days.ts";
import type { SweepInput, SweepResult } from "./write/sweep.ts";
import type { TidyInput } from "./write/tidy.ts";
import type { WholeDaysInput } from "./write/whole-days.ts";

/** Does the store's own work in its writer thread, one request a step. */
export function createUpkeep({ write }: Threads): Upkeep {
  const foldStep = createSteps((input: FoldInput) => write("foldStep", input));
  const wholeDaysStep = createSteps((input: WholeDaysInput) => write("wholeDaysStep", input));
  const forgetDaysStep = createSteps((input: ForgetDaysInput) => write("forgetDaysStep", input));
  const timeZoneStep = createSteps((input: SweepInput<true>) => write("timeZoneStep", input));
  const tidyStep = createSteps((input: TidyInput) => write("tidyStep", input));
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
