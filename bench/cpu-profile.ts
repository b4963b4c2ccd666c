/** A CPU profile as V8 gives it, as far as it is read here. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly children?: readonly number[] | undefined;
  }[];
  /** Node of each sample. */
  readonly samples?: readonly number[] | undefined;
  /** Microseconds from each sample's predecessor. */
  readonly timeDeltas?: readonly number[] | undefined;
}

/** Main thread ms in which a function of one of the scripts was on the stack. */
export function scriptMs(profile: CpuProfile, isOfScript: (url: string) => boolean): number {
  const byId = new Map(profile.nodes.map((node) => [node.id, node]));
  const inside = new Set<number>();
  const visit = (id: number, isInside: boolean): void => {
    const node = byId.get(id);
    if (!node) return;
    const isHere = isInside || isOfScript(node.callFrame.url);
    if (isHere) inside.add(id);
    for (const child of node.children ?? []) visit(child, isHere);
  };
  const root = profile.nodes[0];
  if (root) visit(root.id, false);
  const { samples = [], timeDeltas = [] } = profile;
  let sumUs = 0;
  for (const [index, id] of samples.entries()) if (inside.has(id)) sumUs += timeDeltas[index + 1] ?? 0;
  return sumUs / 1_000;
}
