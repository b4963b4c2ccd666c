import { useLocation, useRoute } from "preact-iso/router";
import { useState } from "preact/hooks";
import type { Contact } from "../../server/areas/contacts.ts";
import type { Invoice } from "../../server/areas/payments.ts";
import { request } from "../api.ts";
import { formatDate, formatMoney } from "../format.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Choice, Field, Form } from "../ui/form.tsx";
import { Icon } from "../ui/icon.tsx";
import { Badge, Empty, Loaded, PageHead } from "../ui/parts.tsx";
import { useToast } from "../ui/toast.tsx";
import { useResource } from "../use-resource.ts";

type Filter = "all" | "draft" | "open" | "overdue" | "paid";
const filters = { all: "All", draft: "Drafts", open: "Open", overdue: "Overdue", paid: "Paid" } as const;
const dayMs = 86_400_000;
const shownRows = 60;

const isOverdue = ({ status, dueAt }: Pick<Invoice, "status" | "dueAt">) => status === "sent" && dueAt < Date.now();
const passes: Readonly<Record<Filter, (invoice: Invoice) => boolean>> = {
  all: () => true,
  draft: ({ status }) => status === "draft",
  open: ({ status }) => status === "sent",
  overdue: isOverdue,
  paid: ({ status }) => status === "paid",
};
const total = (invoices: readonly Invoice[]) =>
  formatMoney(invoices.reduce((sum, { amountCents }) => sum + amountCents, 0));

/** `/payments` and `/payments/:id`: invoices from draft to paid. */
export function Payments() {
  const { route } = useLocation();
  const { id } = useRoute().params;
  const invoices = useResource<readonly Invoice[]>("/api/payments");
  const [filter, setFilter] = useState<Filter>("all");
  const [adding, setAdding] = useState(false);
  const opened = invoices.data?.find((invoice) => String(invoice.id) === id);

  return (
    <div class="page">
      <PageHead title="Payments">
        <button class="button primary" onClick={() => setAdding(true)}>
          <Icon name="plus" size={16} /> New invoice
        </button>
      </PageHead>
      <Loaded from={invoices}>
        {(all) => (
          <>
            <dl class="tiles">
              <div>
                <dt>Paid, last 30 days</dt>
                <dd>{total(all.filter(({ paidAt }) => paidAt !== null && paidAt > Date.now() - 30 * dayMs))}</dd>
              </div>
              <div>
                <dt>Open</dt>
                <dd>{total(all.filter(passes.open))}</dd>
              </div>
              <div>
                <dt>Overdue</dt>
                <dd>{total(all.filter(isOverdue))}</dd>
              </div>
              <div>
                <dt>Drafts</dt>
                <dd>{total(all.filter(passes.draft))}</dd>
              </div>
            </dl>
            <div class="toolbar">
              <div class="segments" role="group" aria-label="Show">
                {(Object.keys(filters) as Filter[]).map((name) => (
                  <button key={name} aria-pressed={filter === name} onClick={() => setFilter(name)}>
                    {filters[name]}
                  </button>
                ))}
              </div>
            </div>
            <InvoiceTable invoices={all.filter(passes[filter])} />
          </>
        )}
      </Loaded>
      {opened && <InvoiceDialog invoice={opened} onClose={() => route("/payments")} onChange={invoices.reload} />}
      {adding && (
        <NewInvoice
          onClose={() => setAdding(false)}
          onCreated={async (created) => {
            await invoices.reload();
            setAdding(false);
            route(`/payments/${created}`);
          }}
        />
      )}
    </div>
  );
}

function InvoiceTable({ invoices }: { readonly invoices: readonly Invoice[] }) {
  if (invoices.length === 0) return <Empty icon="payments" title="No invoices here" />;
  return (
    <div class="table-frame">
      <table class="table">
        <thead>
          <tr>
            <th>Invoice</th>
            <th>Customer</th>
            <th class="optional">For</th>
            <th class="optional">Due</th>
            <th>Status</th>
            <th class="number">Amount</th>
          </tr>
        </thead>
        <tbody>
          {invoices.slice(0, shownRows).map((invoice) => (
            <tr key={invoice.id}>
              <td>
                <a href={`/payments/${invoice.id}`}>{invoice.number}</a>
              </td>
              <td>{invoice.contactName}</td>
              <td class="optional">{invoice.item}</td>
              <td class="optional nowrap">{formatDate(invoice.dueAt)}</td>
              <td>
                <InvoiceState invoice={invoice} />
              </td>
              <td class="number">{formatMoney(invoice.amountCents)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {invoices.length > shownRows && (
        <p class="table-more">
          The latest {shownRows} of {invoices.length}
        </p>
      )}
    </div>
  );
}

/** Where an invoice stands, today. */
export function InvoiceState({ invoice }: { readonly invoice: Pick<Invoice, "status" | "dueAt"> }) {
  if (invoice.status === "paid") return <Badge tone="good">Paid</Badge>;
  if (isOverdue(invoice)) return <Badge tone="bad">Overdue</Badge>;
  return invoice.status === "sent" ? <Badge tone="info">Sent</Badge> : <Badge tone="quiet">Draft</Badge>;
}

function InvoiceDialog(props: {
  readonly invoice: Invoice;
  readonly onClose: () => void;
  readonly onChange: () => Promise<void>;
}) {
  const { invoice } = props;
  const toast = useToast();
  const act = async (action: "send" | "pay") => {
    try {
      await request("POST", `/api/payments/${invoice.id}/${action}`);
      if (action === "send") uptake.track("invoice.sent");
      toast(`${invoice.number} is ${action === "send" ? `on its way to ${invoice.contactName}` : "paid"}.`);
      await props.onChange();
    } catch (error) {
      toast((error as Error).message);
    }
  };
  return (
    <Dialog title={invoice.number} onClose={props.onClose}>
      <p class="invoice-amount">
        {formatMoney(invoice.amountCents)} <InvoiceState invoice={invoice} />
      </p>
      <dl class="facts">
        <dt>To</dt>
        <dd>
          <a href={`/contacts/${invoice.contact}`}>{invoice.contactName}</a>
        </dd>
        <dt>For</dt>
        <dd>{invoice.item}</dd>
        <dt>Due</dt>
        <dd>{formatDate(invoice.dueAt)}</dd>
        {invoice.sentAt !== null && (
          <>
            <dt>Sent</dt>
            <dd>{formatDate(invoice.sentAt)}</dd>
          </>
        )}
        {invoice.paidAt !== null && (
          <>
            <dt>Paid</dt>
            <dd>{formatDate(invoice.paidAt)}</dd>
          </>
        )}
      </dl>
      <div class="form-actions">
        {invoice.status === "draft" && (
          <button class="button primary" onClick={() => void act("send")}>
            <Icon name="send" size={16} /> Send invoice
          </button>
        )}
        {invoice.status === "sent" && (
          <button class="button primary" onClick={() => void act("pay")}>
            <Icon name="check" size={16} /> Mark paid
          </button>
        )}
      </div>
    </Dialog>
  );
}

function NewInvoice(props: { readonly onClose: () => void; readonly onCreated: (id: number) => Promise<void> }) {
  const contacts = useResource<readonly Contact[]>("/api/contacts").data ?? [];
  return (
    <Dialog title="New invoice" onClose={props.onClose}>
      <Form
        submit="Create draft"
        onSubmit={async ({ contact, item, amount, dueDays }) => {
          const fields = { contact, item, dueDays, amountCents: Math.round(Number(amount) * 100) };
          const { id } = await request<{ id: number }>("POST", "/api/payments", fields);
          await props.onCreated(id);
        }}
      >
        <Field label="Customer">
          <Choice name="contact" options={contacts} />
        </Field>
        <Field label="For">
          <input name="item" required maxLength={120} />
        </Field>
        <div class="field-row">
          <Field label="Amount in dollars">
            <input name="amount" type="number" min="0.01" step="0.01" required />
          </Field>
          <Field label="Due in">
            <Choice
              name="dueDays"
              options={[7, 14, 30].map((days) => ({ id: days, name: `${days} days` }))}
              value={14}
            />
          </Field>
        </div>
      </Form>
    </Dialog>
  );
}
