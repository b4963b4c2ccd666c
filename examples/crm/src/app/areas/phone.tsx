import { useLocation } from "preact-iso/router";
import { useState } from "preact/hooks";
import type { Contact } from "../../server/areas/contacts.ts";
import type { Call, PhoneNumber, PhoneOverview } from "../../server/areas/phone.ts";
import { request } from "../api.ts";
import { formatCount, formatDateTime, formatLength, formatRecent, formatTime } from "../format.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Field, Form } from "../ui/form.tsx";
import { Icon } from "../ui/icon.tsx";
import { Badge, Loaded, PageHead } from "../ui/parts.tsx";
import { useToast } from "../ui/toast.tsx";
import { useResource } from "../use-resource.ts";
import { Dialer } from "./dialer.tsx";

/** `/phone`: a dialer, the call log and the account's own numbers; `/phone?recording=12` plays a call. */
export function Phone() {
  const { query, route } = useLocation();
  const overview = useResource<PhoneOverview>("/api/phone");
  const contacts = useResource<readonly Contact[]>("/api/contacts").data ?? [];
  const [dialled, setDialled] = useState(query["call"] ?? "");
  const [editing, setEditing] = useState<PhoneNumber | "new" | null>(null);
  const toast = useToast();

  return (
    <div class="page">
      <PageHead title="Phone" about="Call from the browser; every call is logged with its contact." />
      <Loaded from={overview}>
        {({ numbers, calls }) => (
          <div class="phone">
            <Dialer
              numbers={numbers}
              contacts={contacts}
              dialled={dialled}
              onDial={setDialled}
              onCalled={() => void overview.reload()}
            />
            <section class="card" aria-labelledby="call-log">
              <h2 id="call-log">Recent calls</h2>
              <ul class="calls">
                {calls.map((call) => (
                  <CallRow key={call.id} call={call} onDial={() => setDialled(call.otherNumber)} />
                ))}
              </ul>
              {calls.length === 0 && <p class="soft">No calls yet. Dial a number to make the first.</p>}
            </section>
            <section class="card" aria-labelledby="own-numbers">
              <header>
                <h2 id="own-numbers">Your numbers</h2>
                <button class="button" onClick={() => setEditing("new")}>
                  <Icon name="plus" size={16} /> Add number
                </button>
              </header>
              <ul class="rows">
                {numbers.map((number) => (
                  <li key={number.id}>
                    <span>
                      <b>{number.number}</b>
                      <small>
                        {number.label} · {formatCount(number.calls)} calls
                      </small>
                      <small>{number.configured ? `Rings ${number.forwardsTo}` : "Rings nowhere yet"}</small>
                    </span>
                    {number.configured ? (
                      <button class="button" aria-label={`Edit ${number.label}`} onClick={() => setEditing(number)}>
                        Edit
                      </button>
                    ) : (
                      <button
                        class="button attention"
                        aria-label={`Set up ${number.label}`}
                        onClick={() => setEditing(number)}
                      >
                        Set up
                      </button>
                    )}
                  </li>
                ))}
              </ul>
            </section>
          </div>
        )}
      </Loaded>
      {overview.data?.calls
        .filter(({ id }) => String(id) === query["recording"])
        .map((call) => (
          <Dialog key={call.id} title={`Call with ${whoOf(call)}`} onClose={() => route("/phone")}>
            <p class="soft">
              {formatDateTime(call.startedAt)} · {formatLength(call.seconds)}
            </p>
            <audio class="recording" src={`/api/phone/calls/${call.id}/recording.wav`} controls autoplay />
          </Dialog>
        ))}
      {editing !== null && (
        <Dialog title={editing === "new" ? "Add a number" : editing.number} onClose={() => setEditing(null)}>
          <Form
            submit={editing === "new" ? "Get number" : "Save"}
            onSubmit={async (fields) => {
              if (editing === "new") await request("POST", "/api/phone/numbers", fields);
              else await request("PUT", `/api/phone/numbers/${editing.id}`, fields);
              setEditing(null);
              toast(editing === "new" ? "The number is yours. Set up where it rings." : "Saved.");
              await overview.reload();
            }}
          >
            {editing === "new" ? (
              <>
                <Field label="Label" hint="What it is for, such as “Flyer campaign”.">
                  <input name="label" required maxLength={40} />
                </Field>
                <Field label="Area code">
                  <input name="areaCode" required inputMode="numeric" pattern="[2-9][0-9]{2}" />
                </Field>
              </>
            ) : (
              <Field label="Rings" hint="A person or a phone, such as “Reception phone”.">
                <input name="forwardsTo" required maxLength={60} defaultValue={editing.forwardsTo} />
              </Field>
            )}
          </Form>
        </Dialog>
      )}
    </div>
  );
}

const whoOf = ({ contactName, otherNumber }: Call) => contactName ?? otherNumber;

function CallRow({ call, onDial }: { readonly call: Call; readonly onDial: () => void }) {
  const reached = call.outcome === "Answered";
  return (
    <li>
      <span class={`call-icon ${reached ? "" : "unreached"}`}>
        <Icon name={call.direction} size={16} />
      </span>
      <span class="call-who">
        <b>{whoOf(call)}</b>
        <small>
          {call.direction === "incoming" ? "Incoming" : "Outgoing"} · {formatRecent(call.startedAt)}
          {formatRecent(call.startedAt) !== formatTime(call.startedAt) && `, ${formatTime(call.startedAt)}`}
        </small>
      </span>
      {reached ? (
        <a class="call-length" href={`/phone?recording=${call.id}`} aria-label={`Play the call with ${whoOf(call)}`}>
          {formatLength(call.seconds)} <Icon name="play" size={16} />
        </a>
      ) : (
        <Badge tone="warn">{call.outcome}</Badge>
      )}
      <button class="icon-button" aria-label={`Dial ${whoOf(call)}`} onClick={onDial}>
        <Icon name="phone" size={16} />
      </button>
    </li>
  );
}
