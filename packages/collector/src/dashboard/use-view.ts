import { useLocation } from "preact-iso";
import { withoutBase } from "./base-path.ts";
import { parseViewState, viewAddress, type ViewState } from "./state/view-state.ts";

/** The present view as its address says it, and the way to another. */
export interface View {
  /** The view's own, `/accounts`, wherever the collector is mounted. */
  readonly path: string;
  readonly state: ViewState;
  /** The address of this view with some of its state changed. */
  address(change: Partial<ViewState>): string;
  /** Goes there; `replace` leaves no entry in the history, for states that one passes through while typing. */
  go(change: Partial<ViewState>, replace?: boolean): void;
}

/** Reads the view's state from the address. */
export function useView(): View {
  const { path: mountedPath, query, url, route } = useLocation();
  const path = withoutBase(mountedPath);
  const state = parseViewState(query);
  const address = (change: Partial<ViewState>) => viewAddress(path, { ...state, ...change });
  return {
    path,
    state,
    address,
    go: (change, replace = false) => {
      if (address(change) !== url) route(address(change), replace);
    },
  };
}
