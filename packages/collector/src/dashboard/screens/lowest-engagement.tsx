import type { AccountsReply } from "../../api/contract.ts";
import { countOf, formatCount } from "../format/count.ts";
import { ranks } from "../state/ranks.ts";
import { viewAddress, type ViewState } from "../state/view-state.ts";

const PLACES = 5;

/** The five accounts to look at first. Accounts of which nothing ever came are counted apart: they aren't low, they can't be seen. */
export function LowestEngagement({
  reply,
  state,
}: {
  readonly reply: AccountsReply | null;
  readonly state: ViewState;
}) {
  const { period } = state;
  const lowest = reply?.lowestEngagement ?? [];
  const places = ranks(lowest.map(({ engagement }) => engagement));
  return (
    <section class="panel" aria-labelledby="lowest-engagement" aria-busy={reply === null}>
      <div class="panel-head">
        <h2 id="lowest-engagement" class="panel-title">
          Lowest Engagement
        </h2>
        <p class="panel-note">Accounts that have data, are not churned and are older than 14 days</p>
      </div>
      {reply !== null && lowest.length === 0 ? (
        <p class="panel-empty">No account qualifies yet.</p>
      ) : (
        <ol class="tiles tiles-five">
          {reply === null &&
            Array.from({ length: PLACES }, (_, place) => (
              <li key={place} class="tile">
                <span class="skeleton skeleton-tile" />
              </li>
            ))}
          {lowest.map((row, index) => (
            <li key={row.account} class="tile">
              <span class="tile-rank">{places[index]}</span>
              <a class="tile-name" href={viewAddress("/features", { period, account: row.account })}>
                {row.name}
              </a>
              <span class="tile-value">
                <strong>{formatCount(row.engagement)}</strong> engagement
              </span>
            </li>
          ))}
        </ol>
      )}
      <p class="panel-foot">
        {reply === null ? (
          <span class="skeleton skeleton-line" />
        ) : (
          <>
            <Tied reply={reply} />
            <Silent reply={reply} state={state} />
          </>
        )}
      </p>
    </section>
  );
}

/** That the five are some of more who are equal: without it, who isn't among them would look better off. */
function Tied({ reply: { lowestEngagement, lowestEngagementTied: count } }: { readonly reply: AccountsReply }) {
  const engagement = lowestEngagement.at(-1)?.engagement;
  if (count === 0 || engagement === undefined) return null;
  const more = count === 1 ? "1 more account has" : `${formatCount(count)} more accounts have`;
  return (
    <>
      {more} {formatCount(engagement)} engagement.{" "}
    </>
  );
}

function Silent({ reply, state }: { readonly reply: AccountsReply; readonly state: ViewState }) {
  const { silentAccounts: count } = reply;
  if (count === 0) return <>No account is without data.</>;
  const text = countOf(count, "account");
  const isWholeList = state.search === "" && state.account === null;
  return (
    <>
      {isWholeList ? <a href={silentAddress(state)}>{text}</a> : text} {count === 1 ? "has" : "have"} never sent data
      and can't be ranked.
    </>
  );
}

/** The list of exactly those that are counted. */
function silentAddress({ period, pageSize }: ViewState): string {
  return viewAddress("/accounts", { period, silent: true, pageSize });
}
