import type { Language } from "../messages/language.ts";
import { SproutIcon } from "./icons.tsx";

/** No feature is defined. */
export function Empty({ language: { messages } }: { readonly language: Language }) {
  return (
    <div class="message" part="message">
      <SproutIcon />
      <p class="message-title">{messages.emptyTitle}</p>
      <p class="message-text">{messages.emptyText}</p>
    </div>
  );
}
