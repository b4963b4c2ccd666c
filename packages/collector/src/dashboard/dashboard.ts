import { signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { PeriodName, ReplyHead } from "../api/contract.ts";
import type { Client } from "./client.ts";
import { createSession, type Session } from "./session.ts";
import { createReturnAddress, type ReturnAddress } from "./state/return-address.ts";
import { createTheme, type Theme } from "./theme.ts";

/** What every part of the dashboard may need; one per page. */
export interface Dashboard {
  readonly client: Client;
  readonly session: Session;
  readonly theme: Theme;
  readonly returnAddress: ReturnAddress;
  /** Unix ms, moved on every few seconds, so that "2 minutes ago" stays true. */
  readonly now: ReadonlySignal<number>;
  readonly isOnline: ReadonlySignal<boolean>;
  /** Freshness and period of the numbers on the screen; null before the first answer. */
  readonly head: Signal<ReplyHead | null>;
  /** What the collector takes where nobody asks for a period, as it last said; null before it has. */
  readonly defaultPeriod: Signal<PeriodName | null>;
}

const CLOCK_MS = 5000;

/** Wires the dashboard to the browser's window. */
export function createDashboard(client: Client, view: Window): Dashboard {
  const now = signal(Date.now());
  const isOnline = signal(view.navigator.onLine);
  view.setInterval(() => {
    now.value = Date.now();
  }, CLOCK_MS);
  for (const type of ["online", "offline"]) {
    view.addEventListener(type, () => {
      isOnline.value = view.navigator.onLine;
    });
  }
  return {
    client,
    session: createSession(client),
    theme: createTheme(view.document.documentElement, view.localStorage),
    returnAddress: createReturnAddress(view.localStorage),
    now,
    isOnline,
    head: signal(null),
    defaultPeriod: signal(null),
  };
}

/** Carries the {@link Dashboard} to the components. */
export const DashboardContext = createContext<Dashboard | null>(null);

/** The dashboard around this component. @throws outside of a provider, which is a bug. */
export function useDashboard(): Dashboard {
  const dashboard = useContext(DashboardContext);
  if (dashboard === null) throw new Error("[dashboard] useDashboard was called outside of DashboardContext.");
  return dashboard;
}
