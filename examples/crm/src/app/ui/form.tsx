import type { ComponentChildren, TargetedSubmitEvent } from "preact";
import { useState } from "preact/hooks";

/** A form whose fields arrive as texts by name; shows why sending failed, and can't be sent twice at once. */
export function Form(props: {
  readonly submit: string;
  readonly onSubmit: (fields: Readonly<Record<string, string>>) => Promise<void>;
  readonly children: ComponentChildren;
  readonly class?: string;
}) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const fields = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    setBusy(true);
    setError(null);
    await props.onSubmit(fields).catch((reason: Error) => setError(reason.message));
    setBusy(false);
  };
  return (
    <form class={`form ${props.class ?? ""}`} onSubmit={submit}>
      {props.children}
      {error && (
        <p class="form-error" role="alert">
          {error}
        </p>
      )}
      <div class="form-actions">
        <button class="button primary" disabled={busy}>
          {props.submit}
        </button>
      </div>
    </form>
  );
}

/** A control with its label above. */
export function Field(props: { readonly label: string; readonly hint?: string; readonly children: ComponentChildren }) {
  return (
    <label class="field">
      <span>{props.label}</span>
      {props.children}
      {props.hint && <small>{props.hint}</small>}
    </label>
  );
}

/** A select of an account's contacts, or of anything else with an id and a name. */
export function Choice(props: {
  readonly name: string;
  readonly options: readonly { readonly id: number | string; readonly name: string }[];
  readonly value?: number | string;
}) {
  return (
    <select name={props.name} required>
      {props.options.map(({ id, name }) => (
        <option key={id} value={id} selected={id === props.value}>
          {name}
        </option>
      ))}
    </select>
  );
}
