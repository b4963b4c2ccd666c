import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso/router";
import { useEffect, useState } from "preact/hooks";
import type { AccountSettings } from "../server/areas/settings.ts";
import type { MenuLink } from "../server/areas/menu-links.ts";
import { PersonMenu } from "./person-menu.tsx";
import { Progress } from "./progress.tsx";
import { Icon, type IconName } from "./ui/icon.tsx";
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
const ownPages: Readonly<Record<string, string>> = {
  "/progress": "My progress",
  "/settings": "Settings",
  "/privacy": "Privacy",
};
const drawerKey = "fieldnote.progress";

/** Menu, top bar and the progress drawer around the area's own content. */
export function Shell({ children }: { readonly children: ComponentChildren }) {
  const { path } = useLocation();
  const settings = useResource<AccountSettings>("/api/settings").data;
  const links = useResource<readonly MenuLink[]>("/api/menu-links").data ?? [];
  const [menuOpen, setMenuOpen] = useState(false);
  const [drawerOpen, setDrawerOpen] = useState(() => localStorage.getItem(drawerKey) === "open");
  useEffect(() => setMenuOpen(false), [path]);
  const toggleDrawer = () => {
    localStorage.setItem(drawerKey, drawerOpen ? "closed" : "open");
    setDrawerOpen(!drawerOpen);
  };
  const area =
    groups.flatMap(([, areas]) => areas).find(([, icon]) => path.startsWith(`/${icon}`))?.[0] ??
    ownPages[path] ??
    links.find(({ id }) => path === `/links/${id}`)?.name;
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
        {groups.map(([group, areas]) => (
          <div class="menu-group" key={group}>
            <h2>{group}</h2>
            {areas.map(([name, icon]) => (
              <a key={icon} href={`/${icon}`} aria-current={path.startsWith(`/${icon}`) ? "page" : undefined}>
                <Icon name={icon} /> {name}
              </a>
            ))}
          </div>
        ))}
        {links.length > 0 && (
          <div class="menu-group">
            <h2>Your links</h2>
            {links.map(({ id, name }) => (
              <a key={id} href={`/links/${id}`} aria-current={path === `/links/${id}` ? "page" : undefined}>
                <Icon name="link" /> {name}
              </a>
            ))}
          </div>
        )}
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
        {/* Where the page itself is the progress there is no drawer. */}
        {path !== "/progress" && (
          <button
            class="button quiet drawer-button"
            aria-expanded={drawerOpen}
            aria-controls="drawer"
            onClick={toggleDrawer}
          >
            <Icon name="progress" /> My progress
          </button>
        )}
        <a class="icon-button progress-link" href="/progress" aria-label="My progress">
          <Icon name="progress" />
        </a>
        {settings && <PersonMenu person={settings.person} />}
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
