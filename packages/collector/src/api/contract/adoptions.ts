import type { adoptionsReply, lapsesReply } from "../openapi/adoption-event-shapes.ts";
import type { Reply } from "./reply.ts";

/** `GET /v1/adoptions?feature=&user=` */
export type AdoptionsReply = Reply<typeof adoptionsReply>;
export type AdoptionsRow = AdoptionsReply["rows"][number];

/** `GET /v1/lapses?feature=&user=` */
export type LapsesReply = Reply<typeof lapsesReply>;
export type LapsesRow = LapsesReply["rows"][number];
