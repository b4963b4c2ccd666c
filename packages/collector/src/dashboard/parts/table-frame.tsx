import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** Lets a table scroll sideways where it is wider than the screen; then it can be reached and scrolled by keyboard. */
export function TableFrame({
  label,
  isOutdated,
  children,
}: {
  readonly label: string;
  /** Dims the rows while they still answer the previous question. */
  readonly isOutdated: boolean;
  readonly children: ComponentChildren;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const [overflows, setOverflows] = useState(false);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setOverflows(element.scrollWidth > element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div
      ref={frame}
      class={`table-frame${isOutdated ? " table-outdated" : ""}`}
      role="region"
      aria-label={label}
      aria-busy={isOutdated}
      tabIndex={overflows ? 0 : undefined}
    >
      {children}
    </div>
  );
}
