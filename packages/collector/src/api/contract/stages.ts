import type * as stages from "../openapi/stage-shapes.ts";
import type { Reply } from "./reply.ts";

/** `GET /v1/stages?feature=&user=&stage=&living=&quiet=` */
export type StagesReply = Reply<typeof stages.stagesReply>;
export type StagesRow = StagesReply["rows"][number];

/** `GET /v1/stages/matrix?by=account|user` */
export type StageMatrixReply = Reply<typeof stages.stageMatrixReply>;
export type StageMatrixRow = StageMatrixReply["rows"][number];

/** `GET /v1/stages/nearly?feature=&user=` */
export type NearlyAdoptedReply = Reply<typeof stages.nearlyAdoptedReply>;
export type NearlyAdoptedRow = NearlyAdoptedReply["rows"][number];

/** `DELETE /v1/stages?feature=&account=&user=&reason=` */
export type RemovalReply = Reply<typeof stages.removalReply>;
