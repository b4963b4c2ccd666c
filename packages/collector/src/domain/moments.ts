const MOMENT_FIELD = /^(?:at|[a-zA-Z]+At)$/;

/** Whether a field holds a moment, Unix ms: all that do are called so, and nothing else is. */
export function isMomentField(name: string): boolean {
  return MOMENT_FIELD.test(name);
}

/** A moment as people read it, in UTC: `2026-11-15T09:00:00.000Z`. */
export function isoMoment(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
