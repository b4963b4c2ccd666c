import type { explainReply } from "../openapi/explain-shape.ts";
import type { historyReply } from "../openapi/history-shape.ts";
import type { overviewReply } from "../openapi/overview-shape.ts";
import type { sparklinesReply } from "../openapi/strip-shapes.ts";
import type { trendReply } from "../openapi/trend-shape.ts";
import type { Reply } from "./reply.ts";

/** `GET /v1/explain?number=&account=&user=&feature=&module=&action=&by=`, with what the number itself was asked with. */
export type ExplainReply = Reply<typeof explainReply>;

/** `GET /v1/overview?rank=`: tiles are numbers that `GET /v1/explain` opens. */
export type OverviewReply = Reply<typeof overviewReply>;

/** `GET /v1/trend?number=&account=&user=&feature=&module=&action=&bucket=` */
export type TrendReply = Reply<typeof trendReply>;

/** `GET /v1/history?number=&account=&user=&feature=&module=&bucket=&points=` */
export type HistoryReply = Reply<typeof historyReply>;

/** `GET /v1/sparklines?accounts=|users=&series=` */
export type SparklinesReply = Reply<typeof sparklinesReply>;
