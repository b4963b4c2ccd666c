import type { ComponentChildren } from "preact";
import { useDashboard } from "../dashboard.ts";
import type { Query } from "../use-query.ts";
import { Notice } from "./notice.tsx";

/** What went wrong with a question: in place of the answer, or as a line above an answer that is getting old. */
export function QueryProblem({
  query,
  children,
}: {
  readonly query: Query<unknown>;
  /** Another way out, beside trying again. */
  readonly children?: ComponentChildren;
}) {
  const { isOnline } = useDashboard();
  const { error, reply, retry } = query;
  if (error === null) return null;
  const title = isOnline.value ? error.title : "You are offline";
  const retryButton = (
    <button type="button" class="button" onClick={retry}>
      Try again
    </button>
  );
  if (reply !== null) {
    return (
      <div class="stale" role="status">
        <span>
          <strong>{title}.</strong> {isOnline.value && error.detail} These are the last numbers that arrived; they may
          be out of date.
        </span>
        {retryButton}
      </div>
    );
  }
  return (
    <Notice title={title} tone="error">
      {isOnline.value ? (
        error.detail !== null && <p>{error.detail}</p>
      ) : (
        <p>The numbers come back by themselves when the network does.</p>
      )}
      <div class="notice-actions">
        {retryButton}
        {children}
      </div>
    </Notice>
  );
}
