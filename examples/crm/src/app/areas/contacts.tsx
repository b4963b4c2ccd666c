import { useLocation, useRoute } from "preact-iso/router";
import { useState } from "preact/hooks";
import type { Contact, ContactStatus } from "../../server/areas/contacts.ts";
import { request } from "../api.ts";
import { formatDate } from "../format.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Choice, Field, Form } from "../ui/form.tsx";
import { Icon } from "../ui/icon.tsx";
import { Avatar, Badge, Empty, Loaded, PageHead } from "../ui/parts.tsx";
import { useToast } from "../ui/toast.tsx";
import { useResource } from "../use-resource.ts";
import { ContactPanel } from "./contact-panel.tsx";

const statuses: readonly ContactStatus[] = ["Lead", "Customer", "Past customer"];
/** Which colour says what. */
export const contactTones = { Lead: "info", Customer: "good", "Past customer": "quiet" } as const;

/** `/contacts` and `/contacts/:id`: everybody, with one person's record beside. */
export function Contacts() {
  const { route } = useLocation();
  const { id } = useRoute().params;
  const contacts = useResource<readonly Contact[]>("/api/contacts");
  const [search, setSearch] = useState("");
  const [status, setStatus] = useState<ContactStatus | null>(null);
  const [adding, setAdding] = useState(false);
  const toast = useToast();
  const matches = (contact: Contact) =>
    (status === null || contact.status === status) &&
    `${contact.name} ${contact.email} ${contact.phone} ${contact.company}`.toLowerCase().includes(search.toLowerCase());

  return (
    <div class={`split wide ${id ? "has-detail" : ""}`}>
      <section class="page split-main" aria-label="All contacts">
        <PageHead title="Contacts" about={contacts.data && `${contacts.data.length} people`}>
          <button class="button primary" onClick={() => setAdding(true)}>
            <Icon name="plus" size={16} /> New contact
          </button>
        </PageHead>
        <div class="toolbar">
          <label class="search">
            <Icon name="search" size={16} />
            <input
              type="search"
              placeholder="Search by name, e-mail, phone or company"
              aria-label="Search contacts"
              onInput={(event) => setSearch(event.currentTarget.value)}
            />
          </label>
          <div class="segments" role="group" aria-label="Status">
            {[null, ...statuses].map((name) => (
              <button key={name} aria-pressed={status === name} onClick={() => setStatus(name)}>
                {name ?? "All"}
              </button>
            ))}
          </div>
        </div>
        <Loaded from={contacts}>
          {(all) =>
            all.some(matches) ? (
              <div class="table-frame">
                <table class="table">
                  <thead>
                    <tr>
                      <th>Name</th>
                      <th class="optional">E-mail</th>
                      <th class="optional">Phone</th>
                      <th>Status</th>
                      <th class="optional">Since</th>
                    </tr>
                  </thead>
                  <tbody>
                    {all.filter(matches).map((contact) => (
                      <tr key={contact.id} class={String(contact.id) === id ? "selected" : ""}>
                        <td>
                          <a class="person" href={`/contacts/${contact.id}`}>
                            <Avatar name={contact.name} small />
                            <span>
                              <b>{contact.name}</b>
                              {contact.company && <small>{contact.company}</small>}
                            </span>
                          </a>
                        </td>
                        <td class="optional">{contact.email}</td>
                        <td class="optional nowrap">{contact.phone}</td>
                        <td>
                          <Badge tone={contactTones[contact.status]}>{contact.status}</Badge>
                        </td>
                        <td class="optional nowrap">{formatDate(contact.createdAt)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            ) : (
              <Empty icon="contacts" title="Nobody found">
                {search ? `No contact matches “${search}”.` : "Nobody has this status yet."}
              </Empty>
            )
          }
        </Loaded>
      </section>
      {id && <ContactPanel key={id} id={id} />}
      {adding && (
        <Dialog title="New contact" onClose={() => setAdding(false)}>
          <Form
            submit="Create contact"
            onSubmit={async (fields) => {
              const created = await request<{ id: number }>("POST", "/api/contacts", fields);
              uptake.track("contact.created");
              setAdding(false);
              toast(`${fields["name"]} is in your contacts.`);
              await contacts.reload();
              route(`/contacts/${created.id}`);
            }}
          >
            <Field label="Name">
              <input name="name" required maxLength={80} />
            </Field>
            <div class="field-row">
              <Field label="E-mail">
                <input name="email" type="email" />
              </Field>
              <Field label="Phone">
                <input name="phone" type="tel" maxLength={40} />
              </Field>
            </div>
            <div class="field-row">
              <Field label="Company">
                <input name="company" maxLength={80} />
              </Field>
              <Field label="Status">
                <Choice name="status" options={statuses.map((name) => ({ id: name, name }))} />
              </Field>
            </div>
          </Form>
        </Dialog>
      )}
    </div>
  );
}
