import type { ComponentChildren } from "preact";
import { useErrorBoundary } from "preact/hooks";
import { Brand } from "../parts/brand.tsx";
import { Notice } from "../parts/notice.tsx";
import { useView } from "../use-view.ts";
import { LastSync } from "./last-sync.tsx";
import { PeriodPicker } from "./period-picker.tsx";
import { Tabs } from "./tabs.tsx";
import { ThemeButton } from "./theme-button.tsx";
import { UserMenu } from "./user-menu.tsx";

/** What is around every screen: name, tabs, freshness, period, person. */
export function Shell({ children }: { readonly children: ComponentChildren }) {
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to content
      </a>
      <header class="header">
        <div class="header-bar">
          <Brand />
          <Tabs />
          <div class="header-tools">
            <ThemeButton />
            <UserMenu />
          </div>
        </div>
        <div class="header-bar header-context">
          <PeriodPicker />
          <LastSync />
        </div>
      </header>
      <main id="main" class="main" tabIndex={-1}>
        <Guarded>{children}</Guarded>
      </main>
    </>
  );
}

/** A screen that fails to draw must not take the tabs with it. */
function Guarded({ children }: { readonly children: ComponentChildren }) {
  const [error, reset] = useErrorBoundary();
  const { path } = useView();
  if (error === undefined) return <>{children}</>;
  return (
    <Notice title="This view could not be drawn" tone="error" key={path}>
      <p>{String(error instanceof Error ? error.message : error)}</p>
      <button type="button" class="button" onClick={reset}>
        Try again
      </button>
    </Notice>
  );
}
