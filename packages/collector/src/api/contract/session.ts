import type { sessionReply } from "../openapi/session-shapes.ts";
import type { Reply } from "./reply.ts";

/** `GET /v1/session`; 401 without one. `POST /v1/session` with `{ token }` starts one, `DELETE` ends it. */
export type SessionReply = Reply<typeof sessionReply>;
