import * as v from "valibot";
import { flag } from "./shapes.ts";
import { amount } from "./tile-shape.ts";

/** Whether an account can be seen, as rows have it beside figures that its people make. */
export const coverage = {
  coveragePercent: v.pipe(
    amount,
    v.description(
      "People seen by tracker and server ÷ those seen by the server in 14 days; null: the server tells nothing.",
    ),
  ),
  isTrusted: v.pipe(
    flag,
    v.description("False below 80 %: the tracker can't see its people, so its figures are too low, 0 as well."),
  ),
};
