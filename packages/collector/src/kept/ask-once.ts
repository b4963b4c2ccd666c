/**
 * The same questions, of which some are asked once each: looks at the same accounts as of several days share what doesn't
 * depend on the day.
 * @param names of those; what they are asked is plain data.
 */
export function askOnce<Questions extends object>(
  questions: Questions,
  names: readonly (keyof Questions & string)[],
): Questions {
  const answers = new Map<string, unknown>();
  const once =
    (name: string, ask: (...asked: readonly unknown[]) => unknown) =>
    (...asked: readonly unknown[]): unknown => {
      const key = JSON.stringify([name, asked]);
      if (!answers.has(key)) answers.set(key, ask(...asked));
      return answers.get(key);
    };
  const remembered = names.map((name) => [
    name,
    once(name, questions[name] as (...asked: readonly unknown[]) => unknown),
  ]);
  return Object.assign({}, questions, Object.fromEntries(remembered) as Partial<Questions>);
}
