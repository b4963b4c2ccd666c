import { STEP_1 } from "./migrations/step-1.ts";
import { STEP_2 } from "./migrations/step-2.ts";
import { STEP_3 } from "./migrations/step-3.ts";
import { STEP_4 } from "./migrations/step-4.ts";
import { STEP_5 } from "./migrations/step-5.ts";
import { STEP_6 } from "./migrations/step-6.ts";
import { STEP_7 } from "./migrations/step-7.ts";
import { STEP_8 } from "./migrations/step-8.ts";
import { STEP_9 } from "./migrations/step-9.ts";

/**
 * The schema, as numbered steps that only go forward: step N takes `user_version` from N to N + 1. A step that was
 * released is never edited. Before a step is added, `test-support/data-files/make-data-file.ts` keeps a data file of the
 * version so far, which the tests open from then on.
 *
 * Every rollup and the open cells are clustered time first, so that inserts touch one end of each tree however many
 * members there are, and within a slot by writer, whose numbers grow; base, which nothing inserts into in a hurry, is
 * clustered by account.
 */
export const MIGRATIONS: readonly string[] = [STEP_1, STEP_2, STEP_3, STEP_4, STEP_5, STEP_6, STEP_7, STEP_8, STEP_9];
