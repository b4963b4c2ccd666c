import type { Language } from "../messages/language.ts";

const PLACES = ["first", "second", "third"];

/** Grey shapes where the features will be. */
export function Skeleton({ language: { messages } }: { readonly language: Language }) {
  return (
    <>
      <p class="unseen">{messages.loading}</p>
      <div class="skeleton" part="skeleton" aria-hidden="true">
        <span class="bone bone-bar" />
        <div class="list in-progress">
          {PLACES.map((place) => (
            <div key={place} class="item">
              <span class="bone bone-ring" />
              <div class="item-text">
                <span class="bone bone-name" />
                <span class="bone bone-detail" />
              </div>
            </div>
          ))}
        </div>
      </div>
    </>
  );
}
