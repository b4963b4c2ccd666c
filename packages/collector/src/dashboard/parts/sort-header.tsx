import { ariaSort, nextSort, type Sort } from "../state/sort.ts";

/** A column header that sorts: a click puts the lowest first, the next one the highest. */
export function SortHeader<Column extends string>({
  column,
  label,
  sort,
  onSort,
  isNumber = true,
  hint,
}: {
  readonly column: Column;
  readonly label: string;
  readonly sort: Sort<Column>;
  readonly onSort: (sort: Sort<Column>) => void;
  /** Numbers stand to the right. */
  readonly isNumber?: boolean;
  /** What the column counts, where the pointer rests. */
  readonly hint: string;
}) {
  const direction = ariaSort(sort, column);
  return (
    <th role="columnheader" scope="col" class={isNumber ? "number" : "name"} aria-sort={direction}>
      <button type="button" class="sort" title={hint} onClick={() => onSort(nextSort(sort, column))}>
        {label}
        <svg class={`sort-arrow sort-${direction ?? "none"}`} viewBox="0 0 10 12" aria-hidden="true">
          <path d="M5 1v10M1.5 4.5 5 1l3.5 3.5" />
        </svg>
      </button>
    </th>
  );
}
