import type { Failure } from "../client.ts";
import type { Language } from "../messages/language.ts";
import { failureText } from "./failure-text.ts";
import { CloudOffIcon, LockIcon } from "./icons.tsx";

interface FailedProps {
  readonly failure: Failure;
  readonly loading: boolean;
  readonly retry: () => void;
  readonly language: Language;
}

/** In place of everything else: there is nothing to show. */
export function Failed({ failure, loading, retry, language }: FailedProps) {
  const { title, text } = failureText(failure, language);
  return (
    <div class="message" part="message">
      {failure.kind === "unauthorized" ? <LockIcon /> : <CloudOffIcon />}
      <p class="message-title">{title}</p>
      <p class="message-text">{text}</p>
      <RetryButton loading={loading} retry={retry} language={language} />
    </div>
  );
}

/** Above what was known before. */
export function FailureNotice({ failure, receivedAt, ...props }: FailedProps & { readonly receivedAt: number }) {
  const { format, messages } = props.language;
  return (
    <div class="notice" part="notice">
      <p class="notice-text">
        <strong>{failureText(failure, props.language).title}.</strong>{" "}
        {messages.shownAsOf(format.moment(receivedAt, Date.now()))}
      </p>
      <RetryButton {...props} />
    </div>
  );
}

/** It stays focusable while it works, so that the keyboard's place isn't lost. */
function RetryButton({ loading, retry, language }: Omit<FailedProps, "failure">) {
  const { messages } = language;
  return (
    <button
      class="button"
      part="button"
      type="button"
      aria-disabled={loading}
      onClick={() => {
        if (!loading) retry();
      }}
    >
      {loading ? messages.retrying : messages.retry}
    </button>
  );
}
