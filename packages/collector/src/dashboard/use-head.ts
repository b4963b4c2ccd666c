import { useEffect } from "preact/hooks";
import type { ReplyHead } from "../api/contract.ts";
import { useDashboard } from "./dashboard.ts";

/** Tells the shell how fresh the numbers on this screen are and which days they are about. */
export function useHead(reply: ReplyHead | null): void {
  const { head } = useDashboard();
  useEffect(() => {
    if (reply !== null) head.value = reply;
  }, [reply]);
}
