/**
 * Rows that come sorted, piece by piece, with others among them.
 * @param others in the same order.
 * @param sort puts rows of both into this order.
 */
export function* mergePieces<Row>(
  pieces: Iterable<readonly Row[]>,
  others: readonly Row[],
  sort: (rows: readonly Row[]) => readonly Row[],
): Generator<readonly Row[]> {
  let waiting = others;
  for (const piece of pieces) {
    const last = piece.at(-1);
    if (last === undefined || waiting.length === 0) {
      yield piece;
      continue;
    }
    const both = sort([...piece, ...waiting]);
    const end = both.indexOf(last) + 1;
    yield both.slice(0, end);
    waiting = both.slice(end);
  }
  yield waiting;
}

/** As many rows as `limit`, without the first `offset`. */
export function* cutPieces<Row>(
  pieces: Iterable<readonly Row[]>,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Generator<readonly Row[]> {
  let [skip, left] = [offset, limit];
  for (const piece of pieces) {
    const rows = piece.slice(skip, skip + left);
    skip = Math.max(0, skip - piece.length);
    left -= rows.length;
    if (rows.length > 0) yield rows;
    if (left === 0) return;
  }
}
