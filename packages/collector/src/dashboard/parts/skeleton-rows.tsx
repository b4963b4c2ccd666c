/** Rows of the height that the real ones will have, so that nothing jumps when they come. */
export function SkeletonRows({ rows, columns }: { readonly rows: number; readonly columns: number }) {
  return (
    <>
      {Array.from({ length: rows }, (_, row) => (
        <tr role="row" key={row} class="skeleton-row">
          {Array.from({ length: columns }, (_cell, column) => (
            <td role="cell" key={column} class={column === 0 ? "name" : "number"}>
              <span class="skeleton" />
            </td>
          ))}
        </tr>
      ))}
    </>
  );
}
