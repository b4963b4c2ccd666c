import { CHANGE_OPERATIONS } from "./operations/change-operations.ts";
import { FILE_OPERATIONS } from "./operations/file-operations.ts";
import { ME_OPERATIONS } from "./operations/me-operations.ts";
import type { Operations } from "./operations/operation.ts";
import { OPS_OPERATIONS } from "./operations/ops-operations.ts";
import { PUSH_OPERATIONS } from "./operations/push-operations.ts";
import { READ_OPERATIONS } from "./operations/read-operations.ts";
import { SESSION_OPERATIONS } from "./operations/session-operations.ts";
import { TRACKER_OPERATIONS } from "./operations/tracker-operations.ts";

/** Every operation by method and path, as routes write them: a table for each folder of doors. */
export const OPERATIONS: Operations = {
  ...TRACKER_OPERATIONS,
  ...FILE_OPERATIONS,
  ...ME_OPERATIONS,
  ...READ_OPERATIONS,
  ...CHANGE_OPERATIONS,
  ...PUSH_OPERATIONS,
  ...SESSION_OPERATIONS,
  ...OPS_OPERATIONS,
};
