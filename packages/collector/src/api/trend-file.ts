import type { TrendReply } from "./contract.ts";
import type { ListFormat } from "./query/list-query.ts";
import { listOf } from "./tables/file-name.ts";
import { answerTable, type TableFile } from "./tables/table-file.ts";

const PARTS = ["account", "user", "feature", "module", "action"] as const;
type Bucket = TrendReply["buckets"][number];

/** One bucket of a trend, as its file has it. */
type TrendLine = Bucket &
  Readonly<Record<(typeof PARTS)[number], string | null>> & {
    readonly number: string;
    readonly unit: string;
  };

const FILE: TableFile<TrendLine> = {
  name: "trend",
  keys: ["number", "from"],
  columns: ["number", "unit", ...PARTS, "from", "to", "value", "isPartial"],
};

/** A trend as a file: a line for each bucket, the oldest first, with what the number is about; null: everything. */
export function trendFile(reply: TrendReply, format: Exclude<ListFormat, "json">): Promise<Response> {
  const { number, subject, buckets } = reply;
  const { account = null, user = null, feature = null, module = null, action = null } = subject;
  const about = { number: number.id, unit: number.unit, account, user, feature, module, action };
  return answerTable(
    listOf(FILE, number.id),
    buckets.map((bucket) => Object.assign({}, about, bucket)),
    format,
    reply,
  );
}
