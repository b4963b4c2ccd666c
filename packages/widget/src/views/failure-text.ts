import type { Failure } from "../client.ts";
import type { Language } from "../messages/language.ts";

/** What a person is told about a failure. */
export function failureText(
  failure: Failure,
  { messages }: Language,
): { readonly title: string; readonly text: string } {
  switch (failure.kind) {
    case "unauthorized":
      return { title: messages.unauthorizedTitle, text: messages.unauthorizedText };
    case "unreachable":
      return navigator.onLine
        ? { title: messages.unreachableTitle, text: messages.unreachableText }
        : { title: messages.offlineTitle, text: messages.offlineText };
    case "server":
      return { title: messages.serverTitle, text: messages.serverText };
  }
}
