import { useEffect, useState } from "preact/hooks";
import type { Appointment, Calendar } from "../../server/areas/calendars.ts";
import { request } from "../api.ts";
import { addDays, formatDate, formatDateTime, formatTime, formatWeekday, startOfDay } from "../format.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icon.tsx";
import { Badge, Empty, Loaded, PageHead } from "../ui/parts.tsx";
import { useToast } from "../ui/toast.tsx";
import { useResource } from "../use-resource.ts";
import { BookDialog } from "./book-dialog.tsx";
import { WeekGrid } from "./week-grid.tsx";

type View = "week" | "day";
const narrow = "(max-width: 760px)";

/** `/calendars`: the appointments of a week or a day. */
export function Calendars() {
  const [view, setView] = useState<View>(() => (matchMedia(narrow).matches ? "day" : "week"));
  const [day, setDay] = useState(() => startOfDay(Date.now()));
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const [booking, setBooking] = useState<number | null>(null);
  const [opened, setOpened] = useState<Appointment | null>(null);
  const toast = useToast();

  const from = view === "week" ? addDays(day, -new Date(day).getDay()) : day;
  const days = Array.from({ length: view === "week" ? 7 : 1 }, (_, index) => addDays(from, index));
  const to = addDays(from, days.length);
  const calendars = useResource<readonly Calendar[]>("/api/calendars");
  const appointments = useResource<readonly Appointment[]>(`/api/calendars/appointments?from=${from}&to=${to}`);
  // The grid keeps showing while the next week is on its way.
  const [shown, setShown] = useState<readonly Appointment[]>([]);
  useEffect(() => {
    if (appointments.data !== null) setShown(appointments.data);
  }, [appointments.data]);

  const visible = shown.filter(({ calendar, status }) => !hidden.has(calendar) && status !== "cancelled");

  const today = startOfDay(Date.now());
  // A weekend without appointments leaves its width to the other days.
  const shownDays = days.filter(
    (date) =>
      view === "day" ||
      date === today ||
      ![0, 6].includes(new Date(date).getDay()) ||
      visible.some(({ startsAt }) => startOfDay(startsAt) === date),
  );

  const lastShownDay = shownDays.at(-1) ?? from;

  const step = (direction: number) => setDay(addDays(day, direction * days.length));
  const close = async (appointment: Appointment, action: "complete" | "cancel") => {
    try {
      await request("POST", `/api/calendars/appointments/${appointment.id}/${action}`);
      if (action === "complete") uptake.track("booking.completed");
      toast(`${appointment.title} is ${action === "complete" ? "completed" : "cancelled"}.`);
      setOpened(null);
      await appointments.reload();
    } catch (error) {
      toast((error as Error).message);
    }
  };

  return (
    <div class="page">
      <PageHead title="Calendars">
        <a class="button" href="/calendars/settings">
          <Icon name="settings" size={16} /> Calendar settings
        </a>
        <button class="button primary" onClick={() => setBooking(from > Date.now() ? from : day)}>
          <Icon name="plus" size={16} /> Book
        </button>
      </PageHead>
      <div class="toolbar">
        <div class="stepper">
          <button class="icon-button" aria-label={`Previous ${view}`} onClick={() => step(-1)}>
            <Icon name="left" />
          </button>
          <button class="button" onClick={() => setDay(startOfDay(Date.now()))}>
            Today
          </button>
          <button class="icon-button" aria-label={`Next ${view}`} onClick={() => step(1)}>
            <Icon name="right" />
          </button>
        </div>
        <h2 class="toolbar-title" aria-live="polite">
          {view === "week"
            ? `${formatDate(shownDays[0] ?? from)} – ${formatDate(lastShownDay)}`
            : `${formatWeekday(from)}, ${formatDate(from)}`}
        </h2>
        <div class="segments" role="group" aria-label="View">
          {(["day", "week"] as const).map((name) => (
            <button key={name} aria-pressed={view === name} onClick={() => setView(name)}>
              {name === "day" ? "Day" : "Week"}
            </button>
          ))}
        </div>
      </div>
      <Loaded from={calendars}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon="calendars" title="No calendars yet">
              Make one in the calendar settings, then book its first appointment.
            </Empty>
          ) : (
            <>
              <fieldset class="legend">
                <legend class="unseen">Shown calendars</legend>
                {all.map(({ id, name, color, configured }) => (
                  <label key={id} class={`calendar-${color}`}>
                    <input
                      type="checkbox"
                      checked={!hidden.has(id)}
                      onChange={() => {
                        const next = new Set(hidden);
                        if (!next.delete(id)) next.add(id);
                        setHidden(next);
                      }}
                    />
                    {name}
                    {!configured && <Badge tone="warn">Not set up</Badge>}
                  </label>
                ))}
              </fieldset>
              {appointments.data && visible.length === 0 && (
                <p class="soft">Nothing is booked {view === "week" ? "in this week" : "on this day"}.</p>
              )}
              <WeekGrid days={shownDays} calendars={all} appointments={visible} onOpen={setOpened} />
            </>
          )
        }
      </Loaded>
      {booking !== null && (
        <BookDialog
          calendars={calendars.data ?? []}
          day={booking}
          onClose={() => setBooking(null)}
          onBooked={(startsAt) => {
            setBooking(null);
            setDay(startOfDay(startsAt));
            void appointments.reload();
            toast(`Booked for ${formatDateTime(startsAt)}.`);
          }}
        />
      )}
      {opened && (
        <Dialog title={opened.title} onClose={() => setOpened(null)}>
          <dl class="facts">
            <dt>With</dt>
            <dd>
              <a href={`/contacts/${opened.contact}`}>{opened.contactName}</a>
            </dd>
            <dt>When</dt>
            <dd>
              {formatDateTime(opened.startsAt)} – {formatTime(opened.endsAt)}
            </dd>
            <dt>Calendar</dt>
            <dd>{calendars.data?.find(({ id }) => id === opened.calendar)?.name}</dd>
            <dt>State</dt>
            <dd>
              {opened.status === "completed" ? <Badge tone="good">Completed</Badge> : <Badge tone="info">Booked</Badge>}
            </dd>
          </dl>
          {opened.status === "booked" && (
            <div class="form-actions">
              <button class="button" onClick={() => void close(opened, "cancel")}>
                Cancel appointment
              </button>
              <button class="button primary" onClick={() => void close(opened, "complete")}>
                <Icon name="check" size={16} /> Mark completed
              </button>
            </div>
          )}
        </Dialog>
      )}
    </div>
  );
}
