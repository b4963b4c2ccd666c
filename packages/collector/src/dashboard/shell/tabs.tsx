import { carriedFilters, viewAddress } from "../state/view-state.ts";
import { useView } from "../use-view.ts";

const TABS = [
  { path: "/accounts", label: "Sub-accounts" },
  { path: "/features", label: "Features" },
] as const;

/** The workspace's screens. The filters of the present one go along. */
export function Tabs() {
  const { path, state } = useView();
  return (
    <nav class="tabs" aria-label="Workspace">
      {TABS.map((tab) => (
        <a
          key={tab.path}
          class="tab"
          href={viewAddress(tab.path, carriedFilters(state))}
          aria-current={tab.path === path ? "page" : undefined}
        >
          {tab.label}
        </a>
      ))}
    </nav>
  );
}
