import type { ComponentChildren } from "preact";
import { initials } from "../format.ts";
import type { Resource } from "../use-resource.ts";
import { Icon, type IconName } from "./icon.tsx";

/** An area's heading, with its actions on the right. */
export function PageHead(props: {
  readonly title: string;
  readonly about?: ComponentChildren;
  readonly children?: ComponentChildren;
}) {
  return (
    <header class="page-head">
      <div>
        <h1>{props.title}</h1>
        {props.about && <p>{props.about}</p>}
      </div>
      <div class="page-actions">{props.children}</div>
    </header>
  );
}

/** Initials on a tint that stays the same for the same name. */
export function Avatar({ name, small = false }: { readonly name: string; readonly small?: boolean }) {
  const tint = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 5;
  return (
    <span class={`avatar tint-${tint} ${small ? "small" : ""}`} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

/** A short state, with a colour that repeats what the word says. */
export function Badge(props: {
  readonly tone: "good" | "warn" | "info" | "quiet" | "bad";
  readonly children: ComponentChildren;
}) {
  return <span class={`badge ${props.tone}`}>{props.children}</span>;
}

/** What a list shows while it has nothing. */
export function Empty(props: {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <Icon name={props.icon} size={28} />
      <h2>{props.title}</h2>
      <p>{props.children}</p>
    </div>
  );
}

/** Waits for a resource, then renders it; says why where it can't be had. */
export function Loaded<Data>(props: {
  readonly from: Resource<Data>;
  readonly children: (data: Data) => ComponentChildren;
}) {
  const { data, error, reload } = props.from;
  if (data !== null) return <>{props.children(data)}</>;
  if (error === null) return <div class="loading" role="status" aria-label="Loading" />;
  return (
    <div class="empty" role="alert">
      <h2>This didn't load</h2>
      <p>{error}</p>
      <button class="button" onClick={() => void reload()}>
        Try again
      </button>
    </div>
  );
}
