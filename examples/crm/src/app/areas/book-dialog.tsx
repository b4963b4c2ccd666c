import { useState } from "preact/hooks";
import type { Appointment, Calendar } from "../../server/areas/calendars.ts";
import type { Contact } from "../../server/areas/contacts.ts";
import { request } from "../api.ts";
import { addDays, formatTime, startOfDay } from "../format.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Choice, Field, Form } from "../ui/form.tsx";
import { useResource } from "../use-resource.ts";

/** Books an appointment in one of the free times of a calendar's day. */
export function BookDialog(props: {
  readonly calendars: readonly Calendar[];
  /** Local midnight to begin with. */
  readonly day: number;
  readonly onClose: () => void;
  readonly onBooked: (startsAt: number) => void;
}) {
  const bookable = props.calendars.filter(({ configured }) => configured);
  const [calendarId, setCalendarId] = useState(bookable[0]?.id ?? 0);
  const [openedAt] = useState(Date.now);
  const [day, setDay] = useState(() => Math.max(props.day, firstDay(bookable[0], openedAt)));
  const contacts = useResource<readonly Contact[]>("/api/contacts").data ?? [];
  const booked = useResource<readonly Appointment[]>(`/api/calendars/appointments?from=${day}&to=${addDays(day, 1)}`);
  const calendar = bookable.find(({ id }) => id === calendarId);
  const free = calendar && booked.data ? freeTimes(calendar, day, openedAt, booked.data) : [];

  if (!calendar)
    return (
      <Dialog title="Book an appointment" onClose={props.onClose}>
        <p>No calendar has opening hours yet.</p>
        <a class="button primary" href="/calendars/settings">
          Set up a calendar
        </a>
      </Dialog>
    );
  return (
    <Dialog title="Book an appointment" onClose={props.onClose}>
      <Form
        submit="Book"
        onSubmit={async ({ contact, title, startsAt }) => {
          await request("POST", "/api/calendars/appointments", { calendar: calendarId, contact, title, startsAt });
          props.onBooked(Number(startsAt));
        }}
      >
        <Field label="Calendar">
          <select onChange={(event) => setCalendarId(Number(event.currentTarget.value))}>
            {bookable.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <Field label="Contact">
          <Choice name="contact" options={contacts} />
        </Field>
        <Field label="What for">
          <input name="title" required maxLength={80} placeholder="Consultation" />
        </Field>
        <div class="field-row">
          <Field label="Day">
            <input
              type="date"
              required
              value={new Date(day).toLocaleDateString("sv")}
              onChange={(event) => {
                const date = new Date(`${event.currentTarget.value}T00:00`).getTime();
                if (!Number.isNaN(date)) setDay(date);
              }}
            />
          </Field>
          <Field label="Time">
            <select name="startsAt" required>
              {free.map((startsAt) => (
                <option key={startsAt} value={startsAt}>
                  {formatTime(startsAt)}
                </option>
              ))}
            </select>
          </Field>
        </div>
        {booked.data && free.length === 0 && <p class="form-error">Nothing is free on this day. Choose another.</p>}
      </Form>
    </Dialog>
  );
}

/** Today, or tomorrow when the calendar has no time left today. */
function firstDay(calendar: Calendar | undefined, nowMs: number): number {
  const today = startOfDay(nowMs);
  return calendar && freeTimes(calendar, today, nowMs, []).length === 0 ? addDays(today, 1) : today;
}

function freeTimes(calendar: Calendar, day: number, nowMs: number, booked: readonly Appointment[]): number[] {
  const lengthMs = calendar.slotMinutes * 60_000;
  const opensAt = new Date(day).setHours(calendar.opensHour);
  const closesAt = new Date(day).setHours(calendar.closesHour);
  const count = Math.floor((closesAt - opensAt) / lengthMs);
  return Array.from({ length: count }, (_, index) => opensAt + index * lengthMs).filter(
    (startsAt) =>
      startsAt > nowMs &&
      booked.every(
        (other) =>
          other.calendar !== calendar.id ||
          other.status !== "booked" ||
          other.startsAt >= startsAt + lengthMs ||
          other.endsAt <= startsAt,
      ),
  );
}
