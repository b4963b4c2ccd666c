import { useLocation, useRoute } from "preact-iso/router";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Contact } from "../../server/areas/contacts.ts";
import type { Conversation, ConversationSummary } from "../../server/areas/conversations.ts";
import { request } from "../api.ts";
import { formatRecent, formatTime, formatDate, startOfDay } from "../format.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Choice, Field, Form } from "../ui/form.tsx";
import { Icon } from "../ui/icon.tsx";
import { Avatar, Badge, Empty, Loaded } from "../ui/parts.tsx";
import { useToast } from "../ui/toast.tsx";
import { useResource } from "../use-resource.ts";

/** `/conversations` and `/conversations/:id`: the inbox, with a thread beside it. */
export function Conversations() {
  const { route } = useLocation();
  const { id } = useRoute().params;
  const [search, setSearch] = useState("");
  const [starting, setStarting] = useState(false);
  const inbox = useResource<readonly ConversationSummary[]>("/api/conversations");
  const matches = (conversation: ConversationSummary) =>
    `${conversation.contactName} ${conversation.lastText ?? ""}`.toLowerCase().includes(search.toLowerCase());

  return (
    <div class={`split ${id ? "has-detail" : ""}`}>
      <section class="split-list" aria-label="Inbox">
        <header class="list-head">
          <h1>Conversations</h1>
          <button class="icon-button" aria-label="New conversation" onClick={() => setStarting(true)}>
            <Icon name="plus" />
          </button>
        </header>
        <label class="search">
          <Icon name="search" size={16} />
          <input
            type="search"
            placeholder="Search conversations"
            aria-label="Search conversations"
            onInput={(event) => setSearch(event.currentTarget.value)}
          />
        </label>
        <Loaded from={inbox}>
          {(conversations) => (
            <ul class="inbox">
              {conversations.filter(matches).map((conversation) => (
                <li key={conversation.id}>
                  <a
                    href={`/conversations/${conversation.id}`}
                    aria-current={String(conversation.id) === id ? "true" : undefined}
                    class={conversation.unread > 0 ? "unread" : ""}
                  >
                    <Avatar name={conversation.contactName} />
                    <span class="inbox-text">
                      <span class="inbox-line">
                        <b>{conversation.contactName}</b>
                        <time>{conversation.lastAt !== null && formatRecent(conversation.lastAt)}</time>
                      </span>
                      <span class="inbox-line">
                        <span class="inbox-last">
                          {conversation.lastSender === "team" && "You: "}
                          {conversation.lastText ?? "No messages yet"}
                        </span>
                        {conversation.unread > 0 && (
                          <span class="count" aria-label={`${conversation.unread} unread`}>
                            {conversation.unread}
                          </span>
                        )}
                      </span>
                    </span>
                  </a>
                </li>
              ))}
              {!conversations.some(matches) && <li class="list-empty">No conversation matches “{search}”.</li>}
            </ul>
          )}
        </Loaded>
      </section>
      <section class="split-detail" aria-label="Conversation">
        {id ? (
          <Thread key={id} id={id} onChange={() => void inbox.reload()} />
        ) : (
          <Empty icon="conversations" title="Pick a conversation">
            Messages by SMS, e-mail and web chat come together here.
          </Empty>
        )}
      </section>
      {starting && (
        <NewConversation
          onClose={() => setStarting(false)}
          onStarted={(started) => {
            setStarting(false);
            void inbox.reload();
            route(`/conversations/${started}`);
          }}
        />
      )}
    </div>
  );
}

function Thread({ id, onChange }: { readonly id: string; readonly onChange: () => void }) {
  const thread = useResource<Conversation>(`/api/conversations/${id}`);
  const end = useRef<HTMLDivElement>(null);
  const [text, setText] = useState("");
  const toast = useToast();
  const count = thread.data?.messages.length;
  const unread = thread.data?.unread;
  useEffect(() => end.current?.scrollIntoView({ block: "end" }), [count]);
  useEffect(() => {
    if (unread) void request("POST", `/api/conversations/${id}/read`).then(onChange);
  }, [id, unread]);

  const send = async () => {
    if (text.trim() === "") return;
    try {
      await request("POST", `/api/conversations/${id}/messages`, { text });
      uptake.track("message.sent");
      setText("");
      await thread.reload();
      onChange();
    } catch (error) {
      toast((error as Error).message);
    }
  };

  return (
    <Loaded from={thread}>
      {(conversation) => (
        <div class="thread">
          <header class="thread-head">
            <a class="icon-button thread-back" href="/conversations" aria-label="Back to the inbox">
              <Icon name="left" />
            </a>
            <Avatar name={conversation.contactName} />
            <div>
              <h1>
                <a href={`/contacts/${conversation.contact}`}>{conversation.contactName}</a>
              </h1>
              <p>
                {[conversation.company, conversation.channel === "E-mail" ? conversation.email : conversation.phone]
                  .filter(Boolean)
                  .join(" · ")}
              </p>
            </div>
            <Badge tone="quiet">{conversation.channel}</Badge>
          </header>
          <div class="messages" role="log" aria-label="Thread" tabIndex={0}>
            {conversation.messages.map((message, index) => {
              const before = conversation.messages[index - 1];
              const newDay = !before || startOfDay(before.sentAt) !== startOfDay(message.sentAt);
              return (
                <>
                  {newDay && <p class="messages-day">{formatDate(message.sentAt)}</p>}
                  <div key={message.id} class={`message ${message.sender}`}>
                    <p>{message.text}</p>
                    <small>
                      {message.sender === "team" && `${message.author} · `}
                      {formatTime(message.sentAt)}
                    </small>
                  </div>
                </>
              );
            })}
            <div ref={end} />
          </div>
          <form
            class="composer"
            onSubmit={(event) => {
              event.preventDefault();
              void send();
            }}
          >
            <textarea
              rows={2}
              aria-label="Message"
              placeholder={`Write to ${conversation.contactName.split(" ")[0]}…`}
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
                event.preventDefault();
                void send();
              }}
            />
            <button class="button primary" disabled={text.trim() === ""}>
              <Icon name="send" size={16} /> Send
            </button>
          </form>
        </div>
      )}
    </Loaded>
  );
}

function NewConversation(props: { readonly onClose: () => void; readonly onStarted: (id: number) => void }) {
  const contacts = useResource<readonly Contact[]>("/api/contacts").data ?? [];
  return (
    <Dialog title="New conversation" onClose={props.onClose}>
      <Form
        submit="Start"
        onSubmit={async ({ contact, channel }) => {
          const { id } = await request<{ id: number }>("POST", "/api/conversations", { contact, channel });
          props.onStarted(id);
        }}
      >
        <Field label="Contact">
          <Choice name="contact" options={contacts} />
        </Field>
        <Field label="Channel">
          <Choice name="channel" options={["SMS", "E-mail", "Web chat"].map((name) => ({ id: name, name }))} />
        </Field>
      </Form>
    </Dialog>
  );
}
