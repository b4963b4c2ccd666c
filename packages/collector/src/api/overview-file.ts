import type { OverviewReply } from "./contract.ts";
import type { ListFormat } from "./query/list-query.ts";
import { answerTable, type TableFile } from "./tables/table-file.ts";

type Tile = OverviewReply["tiles"][number];

/** One number of the overview, as its file has it. */
interface OverviewLine extends Pick<Tile, "number" | "name" | "unit" | "subjectName" | "value" | "previous"> {
  readonly group: Tile["group"] | "newSubscribers" | "goal";
  readonly account: string | null;
  readonly feature: string | null;
  readonly module: string | null;
  /** Of a month of new subscribers; null: the days that were asked for. */
  readonly from: string | null;
  readonly to: string | null;
  readonly changeAbsolute: number | null;
  /** 0.25: a quarter more. */
  readonly changeRelative: number | null;
  /** Of the goal. */
  readonly target: number | null;
}

const FILE: TableFile<OverviewLine> = {
  name: "overview",
  keys: ["group", "number"],
  columns: [
    "group",
    "number",
    "name",
    "unit",
    "account",
    "feature",
    "module",
    "subjectName",
    "from",
    "to",
    "value",
    "previous",
    "changeAbsolute",
    "changeRelative",
    "target",
  ],
};

/** The overview as a file: a line for each tile, in the order of the screen, then the goal, and each month of new subscribers. */
export function overviewFile(reply: OverviewReply, format: Exclude<ListFormat, "json">): Promise<Response> {
  return answerTable(FILE, [...tileLines(reply), ...goalLines(reply), ...monthLines(reply)], format, reply);
}

const NOTHING = {
  account: null,
  feature: null,
  module: null,
  subjectName: null,
  from: null,
  to: null,
  previous: null,
  changeAbsolute: null,
  changeRelative: null,
  target: null,
};

function tileLines({ tiles }: OverviewReply): readonly OverviewLine[] {
  return tiles.map(({ group, number, name, unit, subject, subjectName, value, previous, change }) => {
    const { account = null, feature = null, module = null } = subject;
    const [changeAbsolute, changeRelative] = [change?.absolute ?? null, change?.relative ?? null];
    const own = { group, number, name, unit, account, feature, module, subjectName, value, previous };
    return { ...NOTHING, ...own, changeAbsolute, changeRelative };
  });
}

function goalLines({ goal, tiles }: OverviewReply): readonly OverviewLine[] {
  if (goal === null) return [];
  const { number, name, value, target } = goal;
  const unit = tiles.find((tile) => tile.number === number)?.unit ?? "count";
  return [{ ...NOTHING, group: "goal", number, name, unit, value, target }];
}

function monthLines({ newSubscribers, tiles }: OverviewReply): readonly OverviewLine[] {
  const number = "newSubscribers";
  const name = tiles.find((tile) => tile.number === number)?.name ?? number;
  return newSubscribers.map(({ from, to, value }) => ({
    ...NOTHING,
    group: number,
    number,
    name,
    unit: "count",
    from,
    to,
    value,
  }));
}
