import { atBase } from "../base-path.ts";
import { Notice } from "../parts/notice.tsx";
import { PageHeading } from "../parts/page-heading.tsx";
import { useView } from "../use-view.ts";

/** An address that no screen has. */
export function NotFoundScreen() {
  const { path } = useView();
  return (
    <>
      <PageHeading title="Page not found" />
      <Notice title={`There is nothing at ${path}`}>
        <a class="button" href={atBase("/accounts")}>
          Go to the sub-accounts
        </a>
      </Notice>
    </>
  );
}
