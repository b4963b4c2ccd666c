import { useState } from "preact/hooks";
import type { Contact } from "../../server/areas/contacts.ts";
import type { Opportunity, OpportunityBoard } from "../../server/areas/opportunities.ts";
import { request } from "../api.ts";
import { formatMoney, formatRecent } from "../format.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Choice, Field, Form } from "../ui/form.tsx";
import { Icon } from "../ui/icon.tsx";
import { Empty, Loaded, PageHead } from "../ui/parts.tsx";
import { useToast } from "../ui/toast.tsx";
import { useResource } from "../use-resource.ts";

/** `/opportunities`: a pipeline as a board. Cards move by dragging or by their arrows. */
export function Opportunities() {
  const board = useResource<OpportunityBoard>("/api/opportunities");
  const [dragged, setDragged] = useState<number | null>(null);
  const [target, setTarget] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const toast = useToast();
  const pipeline = board.data?.pipelines[0];
  const open = board.data?.opportunities.filter(({ stage }) => pipeline?.stages.slice(0, -2).includes(stage)) ?? [];

  const move = async (opportunity: Opportunity, stage: string) => {
    if (opportunity.stage === stage) return;
    try {
      await request("POST", `/api/opportunities/${opportunity.id}/move`, { stage });
      uptake.track("opportunity.moved");
      toast(`${opportunity.title} is now in ${stage}.`);
      await board.reload();
    } catch (error) {
      toast((error as Error).message);
    }
  };

  return (
    <div class="page">
      <PageHead
        title="Opportunities"
        about={
          pipeline &&
          `${pipeline.name} · ${formatMoney(open.reduce((sum, { amountCents }) => sum + amountCents, 0))} open`
        }
      >
        <button class="button primary" disabled={!pipeline} onClick={() => setAdding(true)}>
          <Icon name="plus" size={16} /> New opportunity
        </button>
      </PageHead>
      <Loaded from={board}>
        {({ opportunities }) =>
          !pipeline ? (
            <Empty icon="opportunities" title="No pipeline yet" />
          ) : (
            <div class="board" role="group" aria-label={pipeline.name} tabIndex={0}>
              {pipeline.stages.map((stage, position) => {
                const cards = opportunities.filter(
                  (opportunity) => opportunity.pipeline === pipeline.id && opportunity.stage === stage,
                );
                const before = pipeline.stages[position - 1];
                const after = pipeline.stages[position + 1];
                return (
                  <section
                    key={stage}
                    class={`column ${target === stage ? "target" : ""}`}
                    aria-label={stage}
                    onDragOver={(event) => {
                      event.preventDefault();
                      setTarget(stage);
                    }}
                    onDragLeave={() => setTarget(null)}
                    onDrop={(event) => {
                      event.preventDefault();
                      setTarget(null);
                      const dropped = opportunities.find(({ id }) => id === dragged);
                      if (dropped) void move(dropped, stage);
                    }}
                  >
                    <header>
                      <h2>
                        {stage} <span>{cards.length}</span>
                      </h2>
                      <p>{formatMoney(cards.reduce((sum, { amountCents }) => sum + amountCents, 0))}</p>
                    </header>
                    {cards.map((card) => (
                      <article
                        key={card.id}
                        class="deal"
                        draggable
                        aria-label={card.title}
                        onDragStart={() => setDragged(card.id)}
                        onDragEnd={() => setDragged(null)}
                      >
                        <h3>{card.title}</h3>
                        <a href={`/contacts/${card.contact}`}>{card.contactName}</a>
                        <footer>
                          <b>{formatMoney(card.amountCents)}</b>
                          <time>{formatRecent(card.movedAt)}</time>
                          <button
                            class="icon-button"
                            aria-label={before ? `Move ${card.title} to ${before}` : "No earlier stage"}
                            disabled={!before}
                            onClick={() => before && void move(card, before)}
                          >
                            <Icon name="left" size={16} />
                          </button>
                          <button
                            class="icon-button"
                            aria-label={after ? `Move ${card.title} to ${after}` : "No later stage"}
                            disabled={!after}
                            onClick={() => after && void move(card, after)}
                          >
                            <Icon name="right" size={16} />
                          </button>
                        </footer>
                      </article>
                    ))}
                    {cards.length === 0 && <p class="column-empty">Drop a card here</p>}
                  </section>
                );
              })}
            </div>
          )
        }
      </Loaded>
      {adding && pipeline && (
        <NewOpportunity
          pipeline={pipeline.id}
          onClose={() => setAdding(false)}
          onCreated={() => {
            setAdding(false);
            void board.reload();
          }}
        />
      )}
    </div>
  );
}

function NewOpportunity(props: {
  readonly pipeline: number;
  readonly onClose: () => void;
  readonly onCreated: () => void;
}) {
  const contacts = useResource<readonly Contact[]>("/api/contacts").data ?? [];
  return (
    <Dialog title="New opportunity" onClose={props.onClose}>
      <Form
        submit="Add to the board"
        onSubmit={async ({ title, contact, amount }) => {
          const amountCents = Math.round(Number(amount) * 100);
          await request("POST", "/api/opportunities", { pipeline: props.pipeline, title, contact, amountCents });
          props.onCreated();
        }}
      >
        <Field label="Title">
          <input name="title" required maxLength={80} />
        </Field>
        <div class="field-row">
          <Field label="Contact">
            <Choice name="contact" options={contacts} />
          </Field>
          <Field label="Amount in dollars">
            <input name="amount" type="number" min="0" step="0.01" required />
          </Field>
        </div>
      </Form>
    </Dialog>
  );
}
