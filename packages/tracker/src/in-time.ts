/** What a promise comes to within `limitMs`, or what `onLate` returns or throws when it takes longer. */
export function inTime<Result>(
  page: Window,
  limitMs: number,
  answer: Promise<Result>,
  onLate: () => Result,
): Promise<Result> {
  let timer: number | undefined;
  const late = new Promise<void>((resolve) => {
    timer = page.setTimeout(resolve, limitMs);
  });
  return Promise.race([answer, late.then(onLate)]).finally(() => page.clearTimeout(timer));
}
