import type { Language } from "../messages/language.ts";

interface FooterProps {
  /** Unix ms. */
  readonly asOf: number;
  readonly language: Language;
}

/** Up to when the numbers go. */
export function Footer({ asOf, language: { format, messages } }: FooterProps) {
  return (
    <p class="footer" part="footer">
      {messages.asOf(format.moment(asOf, Date.now()))}
    </p>
  );
}
