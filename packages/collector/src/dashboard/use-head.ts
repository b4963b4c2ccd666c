import { useEffect } from "preact/hooks";
import type { PeriodName, ReplyHead } from "../api/contract.ts";
import { useDashboard } from "./dashboard.ts";
import { PERIODS } from "./state/view-state.ts";

/**
 * Tells the shell how fresh the numbers on this screen are and which days they are about.
 * @param reply null: there is none to this very question yet.
 * @param asked the period that was asked for; null: none was, so the reply says which one the workspace takes.
 */
export function useHead(reply: ReplyHead | null, asked: PeriodName | null): void {
  const { head, defaultPeriod } = useDashboard();
  useEffect(() => {
    if (reply === null) return;
    head.value = reply;
    if (asked === null) defaultPeriod.value = PERIODS.find(({ name }) => name === reply.period.name)?.name ?? null;
  }, [reply, asked]);
}
