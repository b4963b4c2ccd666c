import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";

const ID = "page-heading";

/** The screen's heading and the document's title. */
export function PageHeading({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) {
  useEffect(() => {
    document.title = `${title} · Uptake`;
  }, [title]);
  return (
    <div class="page-heading">
      <h1 id={ID} class="page-title" tabIndex={-1}>
        {title}
      </h1>
      {children}
    </div>
  );
}

/** Puts the focus on the screen's heading: after a step to another view, a screen reader starts there. */
export function focusHeading(): void {
  document.getElementById(ID)?.focus({ preventScroll: true });
}
