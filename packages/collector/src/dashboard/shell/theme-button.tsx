import { useDashboard } from "../dashboard.ts";
import { nextTheme, type ThemeName } from "../theme.ts";

const LABELS: Readonly<Record<ThemeName, string>> = { auto: "automatic", light: "light", dark: "dark" };

/** Switches between automatic, light and dark. */
export function ThemeButton() {
  const { theme } = useDashboard();
  const name = theme.name.value;
  const label = `Theme: ${LABELS[name]}. Switch to ${LABELS[nextTheme(name)]}.`;
  return (
    <button type="button" class="button button-quiet button-icon" aria-label={label} title={label} onClick={theme.next}>
      <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
        <ThemeIcon name={name} />
      </svg>
    </button>
  );
}

function ThemeIcon({ name }: { readonly name: ThemeName }) {
  switch (name) {
    case "auto":
      return (
        <>
          <circle cx="10" cy="10" r="6.5" />
          <path class="icon-filled" d="M10 3.5a6.5 6.5 0 0 1 0 13z" />
        </>
      );
    case "light":
      return (
        <>
          <circle cx="10" cy="10" r="3.5" />
          <path d="M10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.4 1.4M14.6 14.6 16 16M16 4l-1.4 1.4M5.4 14.6 4 16" />
        </>
      );
    case "dark":
      return <path d="M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5z" />;
  }
}
