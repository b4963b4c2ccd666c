import { COMPARISON_LIST } from "../../compare-snapshots.ts";
import { MODULE_ACCOUNTS_LIST } from "../../module-accounts.ts";
import { MODULE_HISTORY_LIST } from "../../module-history.ts";
import { NEARLY_THERE_LIST } from "../../module-nearly-there.ts";
import { MODULES_LIST } from "../../modules.ts";
import { TARGET_STATUSES } from "../../query/target-status.ts";
import { SNAPSHOTS_LIST } from "../../snapshots.ts";
import { parameter, READ_PROBLEMS, severalTimes } from "./common.ts";
import type { Operations } from "./operation.ts";
import { AS_OF_A_DAY, date, reading } from "./reading.ts";

const besideTarget = severalTimes(
  "targetStatus",
  "Only where the target is so far; none: there is no target, or no number. Given again, or with commas between them, any of these.",
  { enum: TARGET_STATUSES },
);

/** What is read of modules: as they are, and as they were kept. */
export const MODULE_OPERATIONS: Operations = {
  "GET /v1/modules": reading("Every module against its licences and its target.", "ModulesReply", MODULES_LIST, [
    besideTarget,
  ]),
  "GET /v1/accounts/:id/modules": {
    ...reading("One account's modules, against its own targets.", "ModulesReply", MODULES_LIST, [besideTarget]),
    problems: [...READ_PROBLEMS, "invalid-parameter", "not-found"],
  },
  "GET /v1/modules/:id/accounts": {
    ...reading(
      "A module in every account that has a licence, a snapshot or use of it, each against its own target.",
      "ModuleAccountsReply",
      MODULE_ACCOUNTS_LIST,
      [besideTarget],
    ),
    problems: [...READ_PROBLEMS, "invalid-parameter", "not-found"],
  },
  "GET /v1/modules/:id/nearly-there": {
    ...reading(
      "Who needs how much more active time for a module to reach its target.",
      "NearlyThereReply",
      NEARLY_THERE_LIST,
    ),
    problems: [...READ_PROBLEMS, "invalid-parameter", "not-found"],
  },
  "GET /v1/snapshots": reading(
    "Modules as they were kept, of all time unless days are asked for.",
    "SnapshotsReply",
    SNAPSHOTS_LIST,
    [parameter("module", "Only of this module.")],
  ),
  "GET /v1/snapshots/history": reading(
    "How far modules were adopted on each day of a snapshot, of all time unless days are asked for.",
    "ModuleHistoryReply",
    MODULE_HISTORY_LIST,
    [parameter("module", "Only of this module.")],
  ),
  "GET /v1/snapshots/compare": reading(
    "What has become of modules between two days, and who was gained and lost.",
    "ComparisonReply",
    COMPARISON_LIST,
    [
      parameter("module", "Only of this module."),
      { ...parameter("from", "The first of the days that are compared.", date), required: true },
      { ...parameter("to", "The second of them.", date), required: true },
    ],
    AS_OF_A_DAY,
  ),
};
