import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso/router";
import { useEffect, useState } from "preact/hooks";
import type { AccountSettings } from "../server/areas/settings.ts";
import { request } from "./api.ts";
import { Progress } from "./progress.tsx";
import { Icon, type IconName } from "./ui/icon.tsx";
import { Avatar } from "./ui/parts.tsx";
import { useResource } from "./use-resource.ts";

const groups: readonly (readonly [name: string, links: readonly (readonly [name: string, icon: IconName])[]])[] = [
  [
    "Customers",
    [
      ["Conversations", "conversations"],
      ["Phone", "phone"],
      ["Contacts", "contacts"],
    ],
  ],
  [
    "Business",
    [
      ["Calendars", "calendars"],
      ["Opportunities", "opportunities"],
      ["Payments", "payments"],
    ],
  ],
  [
    "Growth",
    [
      ["Workflows", "workflows"],
      ["Sites", "sites"],
      ["Reports", "reports"],
    ],
  ],
];
const ownPages: Readonly<Record<string, string>> = { "/progress": "My progress", "/settings": "Settings" };
const drawerKey = "fieldnote.progress";

/** Menu, top bar and the progress drawer around the area's own content. */
export function Shell({ children }: { readonly children: ComponentChildren }) {
  const { path } = useLocation();
  const settings = useResource<AccountSettings>("/api/settings").data;
  const [menuOpen, setMenuOpen] = useState(false);
  const [drawerOpen, setDrawerOpen] = useState(() => localStorage.getItem(drawerKey) === "open");
  useEffect(() => setMenuOpen(false), [path]);
  const toggleDrawer = () => {
    localStorage.setItem(drawerKey, drawerOpen ? "closed" : "open");
    setDrawerOpen(!drawerOpen);
  };
  const area =
    groups.flatMap(([, links]) => links).find(([, icon]) => path.startsWith(`/${icon}`))?.[0] ?? ownPages[path];
  useEffect(() => {
    document.title = `${area ?? "Nothing here"} · Fieldnote CRM`;
  }, [area]);

  return (
    <div
      class={`shell ${menuOpen ? "menu-open" : ""}`}
      onKeyDown={(event) => event.key === "Escape" && setMenuOpen(false)}
    >
      <a class="skip" href="#content">
        Skip to content
      </a>
      <nav class="menu" id="menu" aria-label="Areas">
        <a class="brand" href="/conversations">
          <BrandMark /> Fieldnote
        </a>
        {groups.map(([group, links]) => (
          <div class="menu-group" key={group}>
            <h2>{group}</h2>
            {links.map(([name, icon]) => (
              <a key={icon} href={`/${icon}`} aria-current={path.startsWith(`/${icon}`) ? "page" : undefined}>
                <Icon name={icon} /> {name}
              </a>
            ))}
          </div>
        ))}
        <div class="menu-foot">
          <a href="/progress" aria-current={path === "/progress" ? "page" : undefined}>
            <Icon name="progress" /> My progress
          </a>
          <a href="/settings" aria-current={path === "/settings" ? "page" : undefined}>
            <Icon name="settings" /> Settings
          </a>
        </div>
      </nav>
      {menuOpen && <button class="scrim" aria-label="Close menu" onClick={() => setMenuOpen(false)} />}
      <header class="top">
        <button
          class="icon-button menu-button"
          aria-label="Menu"
          aria-expanded={menuOpen}
          aria-controls="menu"
          onClick={() => setMenuOpen(!menuOpen)}
        >
          <Icon name="menu" />
        </button>
        <span class="top-account">{settings?.person.accountName}</span>
        <button
          class="button quiet drawer-button"
          aria-expanded={drawerOpen}
          aria-controls="drawer"
          onClick={toggleDrawer}
        >
          <Icon name="progress" /> My progress
        </button>
        <a class="icon-button progress-link" href="/progress" aria-label="My progress">
          <Icon name="progress" />
        </a>
        {settings && (
          <a class="top-person" href="/settings">
            <Avatar name={settings.person.name} small />
            <span class="top-name">{settings.person.name}</span>
          </a>
        )}
        <button class="icon-button" aria-label="Sign out" title="Sign out" onClick={() => void signOut()}>
          <Icon name="out" />
        </button>
      </header>
      <main class="content" id="content" tabIndex={-1}>
        {children}
      </main>
      {drawerOpen && path !== "/progress" && (
        <aside class="drawer" id="drawer" aria-label="My progress">
          <header>
            <h2>My progress</h2>
            <button class="icon-button" aria-label="Close panel" onClick={toggleDrawer}>
              <Icon name="close" />
            </button>
          </header>
          <Progress />
        </aside>
      )}
    </div>
  );
}

/** Fieldnote's mark: a page with a turned corner. */
export function BrandMark() {
  return (
    <svg class="brand-mark" width="26" height="26" viewBox="0 0 26 26" aria-hidden="true">
      <path class="leaf" d="M4 2h13l6 6v14a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2Z" />
      <path class="fold" d="M17 2v4a2 2 0 0 0 2 2h4Z" />
      <path class="line" d="M7 12h10M7 17h6" />
    </svg>
  );
}

async function signOut() {
  await request("DELETE", "/api/session");
  uptake.reset();
  location.assign("/sign-in");
}
