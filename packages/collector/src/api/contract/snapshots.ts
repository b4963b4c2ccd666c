import type * as modules from "../openapi/module-shapes.ts";
import type { Reply } from "./reply.ts";

/** `GET /v1/snapshots?module=` */
export type SnapshotsReply = Reply<typeof modules.snapshotsReply>;
export type SnapshotsRow = SnapshotsReply["rows"][number];

/** `GET /v1/snapshots/history?module=` */
export type ModuleHistoryReply = Reply<typeof modules.moduleHistoryReply>;
export type ModuleHistoryRow = ModuleHistoryReply["rows"][number];

/** `POST /v1/snapshots`, 201. */
export type SnapshotsTakenReply = Reply<typeof modules.snapshotsTakenReply>;

/** `DELETE /v1/snapshots/:id` */
export type SnapshotRemovalReply = Reply<typeof modules.snapshotRemovalReply>;

/** `GET /v1/snapshots/compare?module=&from=&to=` */
export type ComparisonReply = Reply<typeof modules.comparisonReply>;
export type ComparisonRow = ComparisonReply["rows"][number];
