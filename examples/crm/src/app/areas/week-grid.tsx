import type { Appointment, Calendar } from "../../server/areas/calendars.ts";
import { formatTime, formatWeekday, startOfDay } from "../format.ts";
import { Icon } from "../ui/icon.tsx";

const hourMs = 3_600_000;

/** Days side by side, an hour a row. Appointments of two calendars at the same time share the width. */
export function WeekGrid(props: {
  /** Local midnights. */
  readonly days: readonly number[];
  readonly calendars: readonly Calendar[];
  readonly appointments: readonly Appointment[];
  readonly onOpen: (appointment: Appointment) => void;
}) {
  const { days, calendars, appointments } = props;
  const open = calendars.filter(({ configured }) => configured);
  const firstHour = Math.min(9, ...open.map(({ opensHour }) => opensHour));
  const lastHour = Math.max(17, ...open.map(({ closesHour }) => closesHour));
  const hours = Array.from({ length: lastHour - firstHour }, (_, index) => firstHour + index);
  const today = startOfDay(Date.now());
  const colors = new Map(calendars.map(({ id, color }) => [id, color]));

  return (
    <div class="week" style={{ "--days": days.length, "--hours": hours.length }}>
      <div class="week-hours" aria-hidden="true">
        {hours.map((hour) => (
          <span key={hour}>{`${((hour + 11) % 12) + 1} ${hour < 12 ? "AM" : "PM"}`}</span>
        ))}
      </div>
      {days.map((day) => {
        const inDay = appointments.filter(({ startsAt }) => startOfDay(startsAt) === day);
        return (
          <section
            key={day}
            class={`week-day ${day === today ? "today" : ""}`}
            aria-label={new Date(day).toDateString()}
          >
            <h3>
              {formatWeekday(day)} <b>{new Date(day).getDate()}</b>
            </h3>
            <div class="week-slots">
              {inDay.map((appointment) => {
                const { startsAt, endsAt, calendar, status } = appointment;
                const lanes = calendars.filter(({ id }) =>
                  inDay.some((other) => other.calendar === id && other.startsAt < endsAt && other.endsAt > startsAt),
                );
                const length = (endsAt - startsAt) / hourMs;
                const start = new Date(startsAt);
                return (
                  <button
                    key={appointment.id}
                    class={`slot calendar-${colors.get(calendar) ?? "green"} ${status} ${length < 0.6 ? "short" : ""}`}
                    style={{
                      "--start": start.getHours() + start.getMinutes() / 60 - firstHour,
                      "--length": length,
                      "--lane": lanes.findIndex(({ id }) => id === calendar),
                      "--lanes": lanes.length,
                    }}
                    onClick={() => props.onOpen(appointment)}
                  >
                    <b>
                      {status === "completed" && <Icon name="check" size={13} />}
                      {appointment.contactName}
                    </b>
                    <span>
                      {formatTime(startsAt)} · {appointment.title}
                    </span>
                  </button>
                );
              })}
            </div>
          </section>
        );
      })}
    </div>
  );
}
