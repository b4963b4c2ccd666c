import type { Language } from "../messages/language.ts";
import { SproutIcon } from "./icons.tsx";

/** Features are defined and none has been used: a welcome above them. */
export function Fresh({ language: { messages } }: { readonly language: Language }) {
  return (
    <div class="welcome" part="welcome">
      <SproutIcon />
      <div>
        <p class="message-title">{messages.freshTitle}</p>
        <p class="message-text">{messages.freshText}</p>
      </div>
    </div>
  );
}
