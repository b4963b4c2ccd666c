import { PERIODS } from "../state/view-state.ts";
import { useView } from "../use-view.ts";
import { focusHeading } from "./page-heading.tsx";

/** The filters that this view inherited or was given, each removable. */
export function FilterChips({ accountName }: { readonly accountName: string }) {
  const { state, address } = useView();
  const period = PERIODS.find(({ name }) => name === state.period);
  if (state.account === null && !state.silent && period === undefined) return null;
  return (
    <ul class="chips" aria-label="Filtered by">
      {state.account !== null && <Chip kind="Account" value={accountName} href={address({ account: null, page: 1 })} />}
      {state.silent && (
        <Chip kind="Accounts" value="that have never sent data" href={address({ silent: false, page: 1 })} />
      )}
      {period && <Chip kind="Period" value={period.label} href={address({ period: null, page: 1 })} />}
    </ul>
  );
}

function Chip({ kind, value, href }: { readonly kind: string; readonly value: string; readonly href: string }) {
  return (
    <li class="chip">
      <span class="chip-text">
        <span class="chip-kind">{kind}:</span> {value}
      </span>
      {/* The chip goes away with the focus on it: the heading takes it. */}
      <a class="chip-remove" href={href} aria-label={`Remove filter ${kind}: ${value}`} onClick={focusHeading}>
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
          <path d="m6 6 8 8M14 6l-8 8" />
        </svg>
      </a>
    </li>
  );
}
