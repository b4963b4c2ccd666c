/**
 * The look of the host element, said on itself and as `!important`, so that no style sheet of the page has a say in it.
 */
export const HOST_STYLE: Readonly<Record<string, string>> = {
  all: "initial",
  display: "block",
  position: "fixed",
  inset: "0",
  width: "auto",
  height: "auto",
  margin: "0",
  padding: "0",
  border: "0",
  background: "transparent",
  overflow: "visible",
  "z-index": "2147483647",
  "color-scheme": "light dark",
};

/** Everything else, for the shadow root's `adoptedStyleSheets`, which no page's policy forbids. */
export const STYLES = `
*, *::before, *::after { box-sizing: border-box; }
h2, h3, p, ol, ul, pre, dl, dd, dt { margin: 0; padding: 0; font: inherit; }
.root {
  --accent: light-dark(#4f46e5, #a5a3fb);
  --on-accent: light-dark(#ffffff, #14141f);
  --background: light-dark(#ffffff, #17191f);
  --sunken: light-dark(#f5f6f9, #101217);
  --text: light-dark(#14171f, #eef0f4);
  --muted: light-dark(#565e6c, #a3aab8);
  --border: light-dark(#dfe3ea, #2d313b);
  --pinned: light-dark(#b4530a, #f5a524);
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  color: var(--text);
  direction: ltr;
  text-align: left;
  -webkit-text-size-adjust: 100%;
}
.glass { position: fixed; inset: 0; cursor: crosshair; touch-action: none; }
.box {
  position: fixed;
  pointer-events: none;
  border: 2px solid var(--accent);
  border-radius: 4px;
  background: color-mix(in srgb, var(--accent) 12%, transparent);
  box-shadow: 0 0 0 1px var(--background);
}
.box.pinned { border-color: var(--pinned); background: none; }
.label {
  position: fixed;
  pointer-events: none;
  max-width: min(420px, calc(100vw - 16px));
  padding: 3px 8px;
  border-radius: 6px;
  background: var(--accent);
  color: var(--on-accent);
  font-size: 12px;
  font-weight: 600;
  white-space: nowrap;
  overflow: hidden;
  text-overflow: ellipsis;
}
[hidden] { display: none !important; }

.panel {
  position: fixed;
  right: 16px;
  bottom: 16px;
  display: flex;
  flex-direction: column;
  width: 440px;
  max-height: calc(100vh - 32px);
  max-height: calc(100dvh - 32px);
  border: 1px solid var(--border);
  border-radius: 14px;
  background: var(--background);
  box-shadow: 0 12px 40px rgb(0 0 0 / 22%);
  overflow: hidden;
  outline: none;
  cursor: default;
}
.panel:focus-visible { outline: none; }
.panel.aside { right: auto; left: 16px; }
.head { display: flex; align-items: center; gap: 8px; padding: 10px 8px 10px 16px; border-bottom: 1px solid var(--border); }
.head h2 { flex: 1; font-weight: 650; }
.body { overflow: auto; overscroll-behavior: contain; padding: 14px 16px 16px; display: grid; gap: 16px; }
.now { display: grid; gap: 4px; }
.chosen { display: flex; align-items: center; gap: 6px; }
.chosen p { flex: 1; min-width: 0; overflow-wrap: anywhere; }
pre, .chosen p { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: 12.5px; }
.muted { color: var(--muted); font-size: 13px; overflow-wrap: anywhere; }
.counts { overflow-wrap: anywhere; }
.counts strong { font-weight: 650; color: var(--accent); }
.cards { display: grid; gap: 12px; }
.card { display: grid; gap: 8px; padding: 12px; border: 1px solid var(--border); border-radius: 10px; }
.card h3 { font-weight: 650; }
.key { display: grid; grid-template-columns: auto 1fr; align-items: center; gap: 8px; font-size: 13px; color: var(--muted); }
.piece { display: grid; gap: 2px; }
.into { display: flex; align-items: end; justify-content: space-between; gap: 8px; }
.into p { padding-bottom: 4px; }
.into button { margin-right: -4px; }
pre {
  padding: 7px 10px;
  border: 1px solid var(--border);
  border-radius: 8px;
  background: var(--sunken);
  white-space: pre-wrap;
  overflow-wrap: anywhere;
  user-select: text;
  cursor: text;
}
.wrong { color: light-dark(#b42318, #ff9b91); font-size: 13px; }

button, input { font: inherit; color: inherit; }
button {
  min-height: 32px;
  padding: 4px 10px;
  border: 1px solid transparent;
  border-radius: 8px;
  background: none;
  cursor: pointer;
  font-size: 13px;
  color: var(--accent);
  font-weight: 600;
  white-space: nowrap;
}
button:hover { background: color-mix(in srgb, var(--accent) 12%, transparent); }
input {
  min-width: 0;
  min-height: 32px;
  padding: 3px 8px;
  border: 1px solid var(--border);
  border-radius: 8px;
  background: var(--background);
  color: var(--text);
  font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace;
  font-size: 13px;
}
:focus-visible { outline: 2px solid var(--accent); outline-offset: -1px; }
details { font-size: 13px; color: var(--muted); }
details p { margin-top: 6px; }
summary { cursor: pointer; min-height: 24px; }
kbd {
  font: 12px/1 ui-monospace, "SF Mono", Menlo, Consolas, monospace;
  padding: 1px 5px;
  border: 1px solid var(--border);
  border-radius: 5px;
  background: var(--sunken);
}

@media (pointer: coarse) {
  .keys { display: none; }
}
@media (max-width: 600px) {
  .panel, .panel.aside { left: 8px; right: 8px; bottom: 8px; width: auto; max-height: 56vh; max-height: 56dvh; }
  .panel.aside { bottom: auto; top: 8px; }
  button, input { min-height: 40px; }
  input { font-size: 16px; }
}
@media (forced-colors: active) {
  .box { border-color: Highlight; }
  .panel, .label { border: 1px solid CanvasText; }
}
`;
