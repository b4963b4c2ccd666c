import { formatCount } from "../format/count.ts";
import { pageRange } from "../state/page.ts";
import { PAGE_SIZES, type PageSize } from "../state/view-state.ts";

/** Which rows are shown, the way to the others, and how many at once. */
export function Pagination({
  page,
  pageSize,
  total,
  address,
  onPageSize,
}: {
  readonly page: number;
  readonly pageSize: PageSize;
  readonly total: number;
  /** The address of another page. */
  readonly address: (page: number) => string;
  readonly onPageSize: (pageSize: PageSize) => void;
}) {
  const { first, last, pages } = pageRange(page, pageSize, total);
  return (
    <div class="pagination">
      <p class="pagination-range" role="status">
        {formatCount(first)}–{formatCount(last)} of {formatCount(total)}
      </p>
      <span class="page-size">
        <label class="label" for="page-size">
          Rows
        </label>
        <select
          id="page-size"
          class="select"
          value={String(pageSize)}
          onChange={(event) => {
            const chosen = PAGE_SIZES.find((size) => String(size) === event.currentTarget.value);
            if (chosen) onPageSize(chosen);
          }}
        >
          {PAGE_SIZES.map((size) => (
            <option key={size} value={String(size)}>
              {size}
            </option>
          ))}
        </select>
      </span>
      <nav class="pages" aria-label="Pages">
        <PageLink label="Previous" href={page > 1 ? address(page - 1) : null} />
        <span class="pages-present">
          Page {formatCount(page)} of {formatCount(pages)}
        </span>
        <PageLink label="Next" href={page < pages ? address(page + 1) : null} />
      </nav>
    </div>
  );
}

function PageLink({ label, href }: { readonly label: string; readonly href: string | null }) {
  if (href !== null) {
    return (
      <a class="button" href={href}>
        {label}
      </a>
    );
  }
  return (
    <a class="button" role="link" aria-disabled="true">
      {label}
    </a>
  );
}
