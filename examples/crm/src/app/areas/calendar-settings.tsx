import { useState } from "preact/hooks";
import type { Calendar } from "../../server/areas/calendars.ts";
import { request } from "../api.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Choice, Field, Form } from "../ui/form.tsx";
import { Icon } from "../ui/icon.tsx";
import { Badge, Loaded, PageHead } from "../ui/parts.tsx";
import { useToast } from "../ui/toast.tsx";
import { useResource } from "../use-resource.ts";

const hours = (first: number) =>
  Array.from({ length: 24 }, (_, index) => index + first).map((hour) => ({
    id: hour,
    name: `${((hour + 11) % 12) + 1}:00 ${hour % 24 < 12 ? "AM" : "PM"}`,
  }));
const lengths = [15, 30, 45, 60, 90].map((minutes) => ({ id: minutes, name: `${minutes} minutes` }));
const colors = ["green", "blue", "amber", "violet"].map((color) => ({
  id: color,
  name: `${color[0]?.toUpperCase()}${color.slice(1)}`,
}));

/** `/calendars/settings`: names, hours and lengths. */
export function CalendarSettings() {
  const calendars = useResource<readonly Calendar[]>("/api/calendars");
  const [adding, setAdding] = useState(false);
  const toast = useToast();
  return (
    <div class="page narrow">
      <PageHead title="Calendar settings" about="A calendar can be booked once its opening hours are saved.">
        <a class="button" href="/calendars">
          Back to calendars
        </a>
        <button class="button primary" onClick={() => setAdding(true)}>
          <Icon name="plus" size={16} /> New calendar
        </button>
      </PageHead>
      <Loaded from={calendars}>
        {(all) =>
          all.map((calendar) => (
            <section
              class={`card calendar-card calendar-${calendar.color}`}
              key={calendar.id}
              aria-label={calendar.name}
            >
              <header>
                <h2>{calendar.name}</h2>
                {calendar.configured ? (
                  <Badge tone="good">{calendar.upcoming} upcoming</Badge>
                ) : (
                  <Badge tone="warn">Not set up</Badge>
                )}
              </header>
              <Form
                submit={calendar.configured ? "Save" : "Save and open for booking"}
                onSubmit={async (fields) => {
                  await request("PUT", `/api/calendars/${calendar.id}`, fields);
                  toast(`${fields["name"]} is saved.`);
                  await calendars.reload();
                }}
              >
                <div class="field-row">
                  <Field label="Name">
                    <input name="name" required maxLength={60} defaultValue={calendar.name} />
                  </Field>
                  <Field label="Colour">
                    <Choice name="color" options={colors} value={calendar.color} />
                  </Field>
                </div>
                <div class="field-row three">
                  <Field label="Opens">
                    <Choice name="opensHour" options={hours(0)} value={calendar.opensHour} />
                  </Field>
                  <Field label="Closes">
                    <Choice name="closesHour" options={hours(1)} value={calendar.closesHour} />
                  </Field>
                  <Field label="Appointment length">
                    <Choice name="slotMinutes" options={lengths} value={calendar.slotMinutes} />
                  </Field>
                </div>
              </Form>
            </section>
          ))
        }
      </Loaded>
      {adding && (
        <Dialog title="New calendar" onClose={() => setAdding(false)}>
          <Form
            submit="Create"
            onSubmit={async ({ name }) => {
              await request("POST", "/api/calendars", { name });
              setAdding(false);
              await calendars.reload();
            }}
          >
            <Field label="Name" hint="What customers book, such as “Consultations”.">
              <input name="name" required maxLength={60} />
            </Field>
          </Form>
        </Dialog>
      )}
    </div>
  );
}
