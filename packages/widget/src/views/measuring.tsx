import type { Language } from "../messages/language.ts";
import type { Measuring as MeasuringState } from "../state.ts";
import { measuringText } from "./measuring-text.ts";

interface MeasuringProps {
  readonly status: MeasuringState["status"];
  readonly choose: (isAllowed: boolean) => void;
  readonly language: Language;
}

/** Says in one line that the page isn't measured, and lets those change it whose word it is. */
export function Measuring({ status, choose, language }: MeasuringProps) {
  const text = status === "on" ? null : measuringText(status, language);
  if (text === null) return null;
  return (
    <div class="measuring choice" part="measuring">
      <p class="measuring-text">{text}</p>
      {(status === "denied" || status === "consent") && (
        <button class="button" part="button" type="button" onClick={() => choose(true)}>
          {language.messages.allowMeasuring}
        </button>
      )}
    </div>
  );
}
