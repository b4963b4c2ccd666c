import { useRef } from "preact/hooks";
import type { Person } from "../server/area.ts";
import { request } from "./api.ts";
import { Icon } from "./ui/icon.tsx";
import { Avatar } from "./ui/parts.tsx";

/** The person's own places, and the way out. */
export function PersonMenu({ person }: { readonly person: Person }) {
  const menu = useRef<HTMLDivElement>(null);
  // On the click rather than when the address changes: it leads to a place that may be the present one.
  const close = () => menu.current?.hidePopover();
  return (
    <>
      <button class="top-person" popovertarget="person-menu" aria-label={person.name}>
        <Avatar name={person.name} small />
        <span class="top-name">{person.name}</span>
        <Icon name="down" size={14} />
      </button>
      <div class="person-menu" id="person-menu" popover="auto" ref={menu}>
        <p>
          <b>{person.title}</b>
          <small>{person.email}</small>
        </p>
        <a href="/settings" onClick={close}>
          <Icon name="settings" /> Settings
        </a>
        <a href="/privacy" onClick={close}>
          <Icon name="privacy" /> Privacy
        </a>
        <button onClick={() => void signOut()}>
          <Icon name="out" /> Sign out
        </button>
      </div>
    </>
  );
}

async function signOut() {
  await request("DELETE", "/api/session");
  uptake.reset();
  location.assign("/sign-in");
}
