import type { ComponentChildren } from "preact";

/** A message in place of content: nothing there, nothing found, something failed. */
export function Notice({
  title,
  tone = "plain",
  children,
}: {
  readonly title: string;
  readonly tone?: "plain" | "error";
  readonly children?: ComponentChildren;
}) {
  return (
    <section class={`notice notice-${tone}`} role={tone === "error" ? "alert" : undefined}>
      <h2 class="notice-title">{title}</h2>
      {children}
    </section>
  );
}
