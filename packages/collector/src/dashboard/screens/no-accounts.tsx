import { Notice } from "../parts/notice.tsx";

/** The first thing that a developer sees: what to do so that there is something to see. */
export function NoAccounts() {
  return (
    <Notice title="No accounts yet">
      <p>Two things bring them here. Either is enough to begin with; both together give names, plans and numbers.</p>
      <ol class="steps">
        <li>
          <h3>Measure: put the tracker on your product's pages</h3>
          <p>
            <code>npx uptake keys create --kind public</code> prints the key. The account and user are your own ids of
            whoever is signed in.
          </p>
          <pre class="code">
            <code>{`<script async src="${location.origin}/uptake.js?key=pk_…"\n  data-account="acme" data-user="u_1"></script>`}</code>
          </pre>
        </li>
        <li>
          <h3>Name: send the list of your accounts</h3>
          <p>
            With it, accounts that never use the product show up too. From a file, or from your backend with{" "}
            <code>PUT /v1/accounts</code> and a secret key.
          </p>
          <pre class="code">
            <code>npx uptake import accounts.csv --kind accounts</code>
          </pre>
        </li>
      </ol>
    </Notice>
  );
}

/** Accounts there are, but none that the filters let through. */
export function NoMatch({
  search,
  account,
  everything,
}: {
  /** Empty, with no account: the filter is for those that have never sent anything. */
  readonly search: string;
  readonly account: string | null;
  /** The address without what hides the rows. */
  readonly everything: string;
}) {
  return (
    <Notice title={whyNone(search, account)}>
      <a class="button" href={everything}>
        Show all accounts
      </a>
    </Notice>
  );
}

function whyNone(search: string, account: string | null): string {
  if (account !== null) return `No account has the id “${account}”`;
  if (search !== "") return `No account has “${search}” in its name or id`;
  return "There are no such accounts";
}

/** Rows there are, but on earlier pages. */
export function PastEnd({ firstPage }: { readonly firstPage: string }) {
  return (
    <Notice title="This page is past the end of the list">
      <a class="button" href={firstPage}>
        Go to the first page
      </a>
    </Notice>
  );
}
