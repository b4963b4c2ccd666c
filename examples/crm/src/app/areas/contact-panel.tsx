import { useState } from "preact/hooks";
import type { ContactDetail } from "../../server/areas/contacts.ts";
import { request } from "../api.ts";
import { formatDate, formatDateTime, formatMoney, formatRecent } from "../format.ts";
import { Icon } from "../ui/icon.tsx";
import { Avatar, Badge, Loaded } from "../ui/parts.tsx";
import { useToast } from "../ui/toast.tsx";
import { useResource } from "../use-resource.ts";
import { InvoiceState } from "./payments.tsx";

/** One contact's record: how to reach them, notes, appointments and invoices. */
export function ContactPanel({ id }: { readonly id: string }) {
  const detail = useResource<ContactDetail>(`/api/contacts/${id}`);
  const [note, setNote] = useState("");
  const toast = useToast();
  const addNote = async () => {
    try {
      await request("POST", `/api/contacts/${id}/notes`, { text: note });
      setNote("");
      await detail.reload();
    } catch (error) {
      toast((error as Error).message);
    }
  };
  return (
    <aside class="panel" aria-label="Contact">
      <a class="icon-button panel-close" href="/contacts" aria-label="Close contact">
        <Icon name="close" />
      </a>
      <Loaded from={detail}>
        {(contact) => (
          <>
            <header class="panel-head">
              <Avatar name={contact.name} />
              <div>
                <h1>{contact.name}</h1>
                <p>{contact.company || contact.status}</p>
              </div>
            </header>
            <dl class="facts">
              <dt>E-mail</dt>
              <dd>{contact.email ? <a href={`mailto:${contact.email}`}>{contact.email}</a> : "–"}</dd>
              <dt>Phone</dt>
              <dd>
                {contact.phone ? <a href={`/phone?call=${encodeURIComponent(contact.phone)}`}>{contact.phone}</a> : "–"}
              </dd>
              <dt>Since</dt>
              <dd>{formatDate(contact.createdAt)}</dd>
            </dl>
            <section>
              <h2>Notes</h2>
              <form
                class="note-form"
                onSubmit={(event) => {
                  event.preventDefault();
                  void addNote();
                }}
              >
                <textarea
                  rows={2}
                  aria-label="New note"
                  placeholder="What should the team know?"
                  value={note}
                  onInput={(event) => setNote(event.currentTarget.value)}
                />
                <button class="button" disabled={note.trim() === ""}>
                  Add note
                </button>
              </form>
              {contact.notes.map(({ id: noteId, text, author, createdAt }) => (
                <blockquote class="note" key={noteId}>
                  <p>{text}</p>
                  <small>
                    {author} · {formatRecent(createdAt)}
                  </small>
                </blockquote>
              ))}
              {contact.notes.length === 0 && <p class="soft">No notes yet.</p>}
            </section>
            <section>
              <h2>Appointments</h2>
              <ul class="rows">
                {contact.appointments.map(({ id: appointment, title, startsAt, status }) => (
                  <li key={appointment}>
                    <span>
                      {title}
                      <small>{formatDateTime(startsAt)}</small>
                    </span>
                    <Badge tone={status === "completed" ? "good" : status === "booked" ? "info" : "quiet"}>
                      {status}
                    </Badge>
                  </li>
                ))}
              </ul>
              {contact.appointments.length === 0 && <p class="soft">Never booked.</p>}
            </section>
            <section>
              <h2>Invoices</h2>
              <ul class="rows">
                {contact.invoices.map((invoice) => (
                  <li key={invoice.id}>
                    <span>
                      <a href={`/payments/${invoice.id}`}>{invoice.number}</a>
                      <small>{invoice.item}</small>
                    </span>
                    <span class="nowrap">
                      {formatMoney(invoice.amountCents)} <InvoiceState invoice={invoice} />
                    </span>
                  </li>
                ))}
              </ul>
              {contact.invoices.length === 0 && <p class="soft">No invoices.</p>}
            </section>
          </>
        )}
      </Loaded>
    </aside>
  );
}
