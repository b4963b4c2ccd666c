import type { Language } from "../messages/language.ts";

interface FooterProps {
  /** Unix ms; null before the first use. */
  readonly asOf: number | null;
  /** Ends measuring in this browser; null where nothing is measured. */
  readonly stop: (() => void) | null;
  readonly language: Language;
}

/** Up to when the numbers go, and the way out: opened first, so that nobody takes it by mistake. */
export function Footer({ asOf, stop, language: { format, messages } }: FooterProps) {
  return (
    <div class="footer" part="footer">
      {asOf !== null && <p>{messages.asOf(format.moment(asOf, Date.now()))}</p>}
      {stop !== null && (
        <details class="stop choice" part="stop">
          <summary>{messages.stopMeasuring}</summary>
          <div class="stop-choice">
            <p>{messages.stopMeasuringText}</p>
            <button class="button" part="button" type="button" onClick={stop}>
              {messages.stopMeasuringConfirm}
            </button>
          </div>
        </details>
      )}
    </div>
  );
}
