import type * as milestones from "../openapi/milestone-shapes.ts";
import type { Reply } from "./reply.ts";

/** `GET /v1/milestones?account=&user=` */
export type MilestonesReply = Reply<typeof milestones.milestonesReply>;
export type MilestonesRow = MilestonesReply["rows"][number];

/** `POST /v1/milestones/:id/reset` and `POST /v1/milestones/:id/relevance` */
export type MilestoneDecisionReply = Reply<typeof milestones.milestoneDecisionReply>;
