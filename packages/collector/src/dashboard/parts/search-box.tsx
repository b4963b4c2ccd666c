import { useEffect, useRef, useState } from "preact/hooks";

const DEBOUNCE_MS = 250;

/**
 * A search field that asks a moment after the last keystroke. `/` anywhere on the page goes to it, Escape empties it.
 * @param value what the address says; it wins over the field when it changes, for instance by the back button.
 */
export function SearchBox({
  label,
  value,
  onSearch,
}: {
  readonly label: string;
  readonly value: string;
  readonly onSearch: (search: string) => void;
}) {
  const [draft, setDraft] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const asked = useRef(value);

  function ask(search: string): void {
    clearTimeout(timer.current);
    asked.current = search.trim();
    onSearch(asked.current);
  }
  function edit(text: string): void {
    setDraft(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => ask(text), DEBOUNCE_MS);
  }

  useEffect(() => {
    if (value === asked.current) return;
    clearTimeout(timer.current);
    asked.current = value;
    setDraft(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    function focusOnSlash(event: KeyboardEvent): void {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isEditing(event.target)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    }
    addEventListener("keydown", focusOnSlash);
    return () => removeEventListener("keydown", focusOnSlash);
  }, []);

  return (
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        ask(draft);
      }}
    >
      <svg class="icon search-icon" viewBox="0 0 20 20" aria-hidden="true">
        <circle cx="9" cy="9" r="5.5" />
        <path d="m13 13 4 4" />
      </svg>
      <input
        ref={input}
        class="search-input"
        type="search"
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={label}
        autocomplete="off"
        spellcheck={false}
        maxLength={200}
        value={draft}
        onInput={(event) => edit(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || draft === "") return;
          event.preventDefault();
          setDraft("");
          ask("");
        }}
      />
      <kbd class="search-key" aria-hidden="true">
        /
      </kbd>
    </form>
  );
}

function isEditing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, select, textarea"));
}
