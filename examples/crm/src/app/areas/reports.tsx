import { useState } from "preact/hooks";
import type { Report, ReportWeek } from "../../server/areas/reports.ts";
import { formatCount, formatDate, formatMoney } from "../format.ts";
import { Icon } from "../ui/icon.tsx";
import { Loaded, PageHead } from "../ui/parts.tsx";
import { useToast } from "../ui/toast.tsx";
import { useResource } from "../use-resource.ts";

const tiles = [
  { name: "Revenue", of: (week: ReportWeek) => week.revenueCents, format: formatMoney },
  { name: "Bookings", of: (week: ReportWeek) => week.bookings, format: formatCount },
  { name: "Messages sent", of: (week: ReportWeek) => week.messages, format: formatCount },
  { name: "Calls", of: (week: ReportWeek) => week.calls, format: formatCount },
] as const;

/** `/reports`: the last twelve weeks and the pipeline. */
export function Reports() {
  const report = useResource<Report>("/api/reports");
  const [exporting, setExporting] = useState(false);
  const toast = useToast();
  const download = async () => {
    setExporting(true);
    try {
      const response = await fetch("/api/reports/export.csv");
      if (!response.ok) throw new Error("The report couldn't be exported. Try again.");
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await response.blob());
      link.download = "fieldnote-report.csv";
      link.click();
      URL.revokeObjectURL(link.href);
      uptake.track("report.exported");
      toast("The report is in your downloads.");
    } catch (error) {
      toast((error as Error).message);
    }
    setExporting(false);
  };

  return (
    <div class="page">
      <PageHead title="Reports" about="The last twelve weeks, up to now.">
        <a class="button" href="/wallboard" target="_blank">
          <Icon name="wallboard" size={16} /> Open wallboard
        </a>
        <button class="button primary" disabled={exporting} onClick={() => void download()}>
          <Icon name="download" size={16} /> Export CSV
        </button>
      </PageHead>
      <Loaded from={report}>
        {({ weeks, pipeline }) => (
          <>
            <dl class="tiles">
              {tiles.map(({ name, of, format }) => {
                const sum = (part: readonly ReportWeek[]) => part.reduce((total, week) => total + of(week), 0);
                // The present week isn't over, so it isn't compared.
                const last = sum(weeks.slice(-5, -1));
                const before = sum(weeks.slice(-9, -5));
                const change = before === 0 ? null : Math.round((last / before - 1) * 100);
                return (
                  <div key={name}>
                    <dt>{name}, last 4 full weeks</dt>
                    <dd>
                      {format(last)}
                      {change !== null && change !== 0 && (
                        <small class={change < 0 ? "down" : "up"}>
                          {change < 0 ? "▼" : "▲"} {Math.abs(change)}%
                        </small>
                      )}
                    </dd>
                  </div>
                );
              })}
            </dl>
            <div class="charts">
              <Columns
                title="Revenue by week"
                bars={weeks.map((week) => ({ name: formatDate(week.startsAt), value: week.revenueCents }))}
                format={formatMoney}
              />
              <Columns
                title="Bookings by week"
                bars={weeks.map((week) => ({ name: formatDate(week.startsAt), value: week.bookings }))}
                format={formatCount}
              />
              <section class="card" aria-label="Pipeline by stage">
                <h2>Pipeline by stage</h2>
                <ul class="lanes">
                  {pipeline.map(({ stage, count, amountCents }) => (
                    <li key={stage}>
                      <span>
                        {stage} <small>{count}</small>
                      </span>
                      <span
                        class="lane"
                        style={{ "--part": amountCents / Math.max(1, ...pipeline.map((row) => row.amountCents)) }}
                      />
                      <span class="nowrap">{formatMoney(amountCents)}</span>
                    </li>
                  ))}
                </ul>
              </section>
            </div>
          </>
        )}
      </Loaded>
    </div>
  );
}

/** A bar chart that is also a list: each bar's name and value can be read and hovered. */
function Columns(props: {
  readonly title: string;
  readonly bars: readonly { readonly name: string; readonly value: number }[];
  readonly format: (value: number) => string;
}) {
  const top = roundUp(Math.max(1, ...props.bars.map(({ value }) => value)));
  return (
    <section class="card" aria-label={props.title}>
      <h2>{props.title}</h2>
      <div class="columns">
        {[1, 0.5, 0].map((part) => (
          <span key={part} class="columns-line" style={{ "--part": part }} aria-hidden="true">
            {props.format(top * part)}
          </span>
        ))}
        <ul>
          {props.bars.map(({ name, value }, index) => (
            <li key={name} title={`${name}: ${props.format(value)}`}>
              <span
                class={`bar ${index === props.bars.length - 1 ? "present" : ""}`}
                style={{ "--part": value / top }}
              />
              <span class="bar-name">
                {name} <span class="unseen">{props.format(value)}</span>
              </span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

/** The next number with one leading digit that halves well: 2, 4, 6, 8 or 10 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return Math.ceil(value / power / 2) * 2 * power;
}
