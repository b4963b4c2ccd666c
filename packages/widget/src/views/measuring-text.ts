import type { Language } from "../messages/language.ts";
import type { Measuring } from "../state.ts";

/** What a person is told about being measured. @returns null where they can do nothing with it. */
export function measuringText(status: Measuring["status"], { messages }: Language): string | null {
  switch (status) {
    case "on":
      return messages.measuringOn;
    case "denied":
      return messages.measuringDenied;
    case "consent":
      return messages.measuringConsent;
    case "internal":
      return messages.measuringInternal;
    case "disabled":
      return messages.measuringDisabled;
    case "stopped":
      return null;
  }
}
