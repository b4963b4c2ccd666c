import { useEffect, useState } from "preact/hooks";
import type { Appointment } from "../../server/areas/calendars.ts";
import type { ConversationSummary } from "../../server/areas/conversations.ts";
import type { PhoneOverview } from "../../server/areas/phone.ts";
import type { Report } from "../../server/areas/reports.ts";
import { addDays, formatCount, formatMoney, formatRecent, formatTime, startOfDay } from "../format.ts";
import { BrandMark } from "../shell.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { useResource } from "../use-resource.ts";

const refreshMs = 30_000;
const storageKey = "fieldnote.wallboard";
const panels = { numbers: "In numbers", today: "Next today", waiting: "Waiting for an answer" } as const;
type Panel = keyof typeof panels;
const names = Object.keys(panels) as Panel[];

/** `/wallboard`: for a screen on the wall, so it has no menu and refreshes itself. */
export function Wallboard() {
  const [nowMs, setNowMs] = useState(Date.now);
  const [shown, setShown] = useState(readShown);
  const [arranging, setArranging] = useState(false);
  const day = startOfDay(nowMs);
  const today = useResource<readonly Appointment[]>(`/api/calendars/appointments?from=${day}&to=${addDays(day, 1)}`);
  const inbox = useResource<readonly ConversationSummary[]>("/api/conversations");
  const phone = useResource<PhoneOverview>("/api/phone");
  const report = useResource<Report>("/api/reports");
  useEffect(() => {
    document.title = "Wallboard · Fieldnote CRM";
    const timer = setInterval(() => {
      setNowMs(Date.now());
      for (const resource of [today, inbox, phone, report]) void resource.reload();
    }, refreshMs);
    return () => clearInterval(timer);
  }, [today.reload]);

  const next = today.data?.filter(({ endsAt, status }) => endsAt > nowMs && status === "booked") ?? [];
  const waiting = inbox.data?.filter(({ unread }) => unread > 0) ?? [];
  const missed = phone.data?.calls.filter(({ outcome, startedAt }) => outcome === "Missed" && startedAt >= day);
  const week = report.data?.weeks.at(-1);
  const numbers = [
    ["Bookings this week", week ? formatCount(week.bookings) : "–"],
    ["Revenue this week", week ? formatMoney(week.revenueCents) : "–"],
    ["Messages sent this week", week ? formatCount(week.messages) : "–"],
    ["Missed calls today", missed ? formatCount(missed.length) : "–"],
  ] as const;
  const content: Readonly<Record<Panel, () => preact.JSX.Element>> = {
    numbers: () => (
      <dl class="wall-numbers">
        {numbers.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    ),
    today: () => (
      <Lines
        none="Nothing more today."
        lines={next.map(({ id, startsAt, contactName, title }) => [id, formatTime(startsAt), contactName, title])}
      />
    ),
    waiting: () => (
      <Lines
        none="Everybody has an answer."
        lines={waiting.map(({ id, lastAt, contactName, lastText }) => [
          id,
          formatRecent(lastAt ?? nowMs, nowMs),
          contactName,
          lastText ?? "",
        ])}
      />
    ),
  };

  return (
    <main class="wallboard">
      <header>
        <h1>
          <BrandMark /> Wallboard
        </h1>
        <button class="button" onClick={() => setArranging(true)}>
          Choose panels
        </button>
        <p class="wall-clock">{formatTime(nowMs)}</p>
      </header>
      {names
        .filter((name) => shown.includes(name))
        .map((name) => (
          <section key={name} class={`wall-panel ${name}`} aria-label={panels[name]}>
            <h2>{panels[name]}</h2>
            {content[name]()}
          </section>
        ))}
      {arranging && (
        <Dialog title="Choose panels" onClose={() => setArranging(false)}>
          <form
            class="form"
            data-uptake-action="wallboard.arranged"
            onSubmit={(event) => {
              event.preventDefault();
              const chosen = new FormData(event.currentTarget).getAll("panel") as Panel[];
              localStorage.setItem(storageKey, chosen.join(" "));
              setShown(chosen);
              setArranging(false);
            }}
          >
            {names.map((name) => (
              <label key={name} class="check">
                <input type="checkbox" name="panel" value={name} defaultChecked={shown.includes(name)} />
                {panels[name]}
              </label>
            ))}
            <div class="form-actions">
              <button class="button primary">Show these</button>
            </div>
          </form>
        </Dialog>
      )}
    </main>
  );
}

function Lines(props: {
  readonly lines: readonly (readonly [id: number, when: string, who: string, what: string])[];
  readonly none: string;
}) {
  if (props.lines.length === 0) return <p class="soft">{props.none}</p>;
  return (
    <ul class="wall-lines">
      {props.lines.slice(0, 6).map(([id, when, who, what]) => (
        <li key={id}>
          <time>{when}</time>
          <b>{who}</b>
          <span>{what}</span>
        </li>
      ))}
    </ul>
  );
}

/** Everything, until somebody has chosen. */
function readShown(): readonly Panel[] {
  const stored = localStorage.getItem(storageKey);
  return stored === null ? names : names.filter((name) => stored.split(" ").includes(name));
}
