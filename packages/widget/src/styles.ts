/**
 * The widget's whole look, for the shadow root's `adoptedStyleSheets`: no page's CSP can forbid it, and nothing of it
 * leaves the element. `.root` resets what the page's CSS could hand down through the host; sizes are `em` of the
 * person's own font size. Custom properties a host may set: `--uptake-accent`, `--uptake-success`,
 * `--uptake-background`, `--uptake-text`, `--uptake-muted`, `--uptake-border`, `--uptake-font`, `--uptake-radius`.
 */
export const STYLES = `
:host { display: block; min-inline-size: 0; }
:host([hidden]) { display: none; }
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }

.root {
  all: initial;
  visibility: inherit;
  pointer-events: inherit;
  color-scheme: inherit;
  display: block;
  container-type: inline-size;
  contain-intrinsic-inline-size: 22em;
  text-align: left;
  -webkit-text-size-adjust: 100%;
  --accent: var(--uptake-accent, light-dark(#4f46e5, #a5a3fb));
  --success: var(--uptake-success, light-dark(#0d7a50, #5ad1a0));
  --background: var(--uptake-background, light-dark(#ffffff, #17191f));
  --text: var(--uptake-text, light-dark(#14171f, #eef0f4));
  --muted: var(--uptake-muted, light-dark(#5a6270, #a3aab8));
  --border: var(--uptake-border, light-dark(#e4e7ec, #2d313b));
  --radius: var(--uptake-radius, 14px);
  --track: color-mix(in srgb, var(--text) 11%, var(--background));
  --soft: color-mix(in srgb, var(--accent) 9%, var(--background));
  --soft-success: color-mix(in srgb, var(--success) 13%, var(--background));
}
.root:dir(rtl) { text-align: right; }
:host([theme="light"]) .root { color-scheme: light; }
:host([theme="dark"]) .root { color-scheme: dark; }

*, *::before, *::after { box-sizing: border-box; }
h2, h3, p, ul { margin: 0; padding: 0; font: inherit; }
h2, h3, p, .item-name, .item-detail { unicode-bidi: plaintext; }
ul { list-style: none; }
svg { display: block; fill: none; stroke-linecap: round; stroke-linejoin: round; }
.unseen {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

.card {
  position: relative;
  display: grid;
  gap: 1.6em;
  padding: 1.5em;
  border: 1px solid var(--border);
  border-radius: var(--radius);
  background: var(--background);
  color: var(--text);
  font-family: var(--uptake-font, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif);
  font-size: 0.875em;
  line-height: 1.45;
  overflow-wrap: anywhere;
}

.header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.15em 1em; }
.title { flex: auto; font-size: 1.145em; font-weight: 650; letter-spacing: -0.01em; }
.summary { color: var(--muted); font-variant-numeric: tabular-nums; }
.segments { flex: 0 0 100%; display: flex; gap: 3px; block-size: 6px; margin-block-start: 0.75em; }
.segment { flex: 1; min-inline-size: 1px; border-radius: 3px; background: var(--track); transition: background 0.6s; }
.segment.tried { background: color-mix(in srgb, var(--accent) 38%, var(--background)); }
.segment.adopted { background: var(--success); }

.group { display: grid; gap: 0.7em; }
.group-title { color: var(--muted); font-size: 0.93em; font-weight: 600; }
.list { display: grid; gap: 0.7em; }
.item, .milestone { display: flex; align-items: center; gap: 0.85em; min-inline-size: 0; }
.item-text { display: grid; gap: 0.05em; min-inline-size: 0; flex: 1; }
.item-name { font-weight: 550; }
.item-detail { color: var(--muted); font-size: 0.93em; font-variant-numeric: tabular-nums; }
.in-progress .item {
  padding: 0.8em 0.9em;
  border: 1px solid var(--border);
  border-radius: calc(var(--radius) * 0.7);
}

.ring { flex: none; inline-size: 2.9em; block-size: 2.9em; }
.ring svg { inline-size: 100%; block-size: 100%; overflow: visible; }
.track { stroke: var(--track); stroke-width: 4.5; }
.arc { stroke: var(--accent); stroke-width: 4.5; transition: stroke-dasharray 0.4s ease-out; }
.halo { stroke: var(--accent); stroke-width: 4.5; opacity: 0; transform-origin: center; }
.counting .halo { animation: pulse 2.4s ease-out infinite; }
.in-progress .item.counting { border-color: color-mix(in srgb, var(--accent) 45%, var(--border)); background: var(--soft); }
.untouched .ring { inline-size: 1.85em; block-size: 1.85em; }
.untouched .track {
  stroke: color-mix(in srgb, var(--text) 32%, var(--background));
  stroke-width: 3;
  stroke-dasharray: 4.25 4.083;
}
.untouched .item-name { font-weight: 450; }
.item-detail time, .item-total { white-space: nowrap; }

.badge {
  flex: none;
  display: grid;
  place-items: center;
  inline-size: 1.85em;
  block-size: 1.85em;
  border-radius: 50%;
  background: var(--soft-success);
  color: var(--success);
}
.icon { inline-size: 68%; block-size: 68%; stroke: currentColor; stroke-width: 2; }
.check { stroke-dasharray: 1; }
.counting .badge { box-shadow: 0 0 0 2px var(--background), 0 0 0 3.5px color-mix(in srgb, var(--success) 55%, var(--background)); }
.celebrated .badge { animation: settle 0.7s cubic-bezier(0.2, 1.3, 0.4, 1) both; }
.celebrated .check { animation: draw 0.5s 0.25s ease-out both; }
.celebrated { border-radius: 0.5em; animation: glow 4s ease-out; }

.milestone { align-items: start; }
.milestone-mark {
  margin-block-start: 0.15em;
  flex: none;
  display: grid;
  place-items: center;
  inline-size: 1.85em;
  block-size: 1.85em;
  border-radius: 0.6em;
  background: var(--track);
  color: var(--muted);
}
.met .milestone-mark { background: var(--soft-success); color: var(--success); }
.flag { inline-size: 62%; block-size: 62%; stroke: currentColor; stroke-width: 1.6; }
.met .flag { fill: color-mix(in srgb, currentColor 30%, transparent); }
.milestone-progress { display: flex; align-items: center; gap: 0.8em; }
.milestone-progress .item-detail { min-inline-size: 2.5em; text-align: end; }
.bar {
  appearance: none;
  flex: 1;
  min-inline-size: 3em;
  max-inline-size: 18em;
  block-size: 6px;
  border: 0;
  border-radius: 3px;
  overflow: hidden;
  background: var(--track);
}
.bar::-webkit-progress-bar { background: none; }
.bar::-webkit-progress-value { border-radius: 3px; background: var(--accent); }
.bar::-moz-progress-bar { border-radius: 3px; background: var(--accent); }

.message { display: grid; justify-items: center; gap: 0.3em; padding: 1.2em 0.5em 1.6em; text-align: center; }
.message-icon { inline-size: 2.5em; block-size: 2.5em; margin-block-end: 0.4em; stroke: var(--muted); stroke-width: 1.5; }
.message-title { font-weight: 600; }
.message-text { max-inline-size: 34em; color: var(--muted); text-wrap: pretty; }
.welcome {
  display: flex;
  align-items: center;
  gap: 1em;
  padding: 1em;
  border-radius: calc(var(--radius) * 0.7);
  background: var(--soft);
}
.welcome .message-text { max-inline-size: none; }
.welcome .message-icon { flex: none; margin: 0; stroke: var(--accent); }
.notice {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: space-between;
  gap: 0.7em 1em;
  padding: 0.8em 0.9em;
  border-radius: calc(var(--radius) * 0.7);
  background: color-mix(in srgb, var(--text) 6%, var(--background));
}
.notice-text { flex: 1 1 16em; }
.notice-text strong { font-weight: 600; }
.button {
  font: inherit;
  font-weight: 550;
  padding: 0.5em 1em;
  border: 1px solid color-mix(in srgb, var(--text) 22%, var(--background));
  border-radius: calc(var(--radius) * 0.55);
  background: var(--background);
  color: var(--text);
  cursor: pointer;
}
.message .button { margin-block-start: 0.9em; }
.button:hover { background: color-mix(in srgb, var(--text) 5%, var(--background)); }
.button[aria-disabled="true"] { color: var(--muted); cursor: default; }
.button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.measuring {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: space-between;
  gap: 0.5em 1em;
  padding: 0.6em 0.9em;
  border: 1px solid var(--border);
  border-radius: calc(var(--radius) * 0.7);
}
.measuring-text { flex: 1 1 14em; color: var(--muted); text-wrap: pretty; }
.measuring .button, .stop .button { padding: 0.3em 0.8em; }
.measuring .button { font-size: 0.93em; }
.footer { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.3em 1em; color: var(--muted); font-size: 0.86em; }
.footer > p { flex: auto; }
.stop[open] { flex: 0 0 100%; }
.stop summary {
  inline-size: fit-content;
  padding-block: 0.25em;
  list-style: none;
  text-decoration: underline;
  text-decoration-color: color-mix(in srgb, currentColor 40%, transparent);
  text-underline-offset: 0.2em;
  cursor: pointer;
}
.stop summary::-webkit-details-marker { display: none; }
.stop summary:hover { color: var(--text); text-decoration-color: currentColor; }
.stop summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 0.2em; }
.stop-choice { display: grid; justify-items: start; gap: 0.7em; padding-block: 0.4em 0.2em; text-wrap: pretty; }

.skeleton { display: grid; gap: 1.6em; }
.bone { border-radius: 0.4em; background: var(--track); animation: breathe 1.8s ease-in-out infinite; }
.bone-bar { block-size: 6px; border-radius: 3px; }
.bone-ring { flex: none; inline-size: 2.9em; block-size: 2.9em; border-radius: 50%; }
.skeleton .item-text { gap: 0.55em; }
.bone-name { inline-size: 62%; block-size: 0.85em; }
.bone-detail { inline-size: 38%; block-size: 0.7em; }

@container (inline-size < 320px) {
  .card { padding: 1.1em; gap: 1.3em; }
  .dot { display: none; }
  .item-total { display: block; }
}
@container (inline-size >= 300px) {
  .list.untouched { grid-template-columns: repeat(2, minmax(0, 1fr)); }
}
@container (inline-size >= 520px) {
  .list { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0.9em 1.2em; }
  .list.in-progress { gap: 0.8em; }
}
@container (inline-size >= 760px) {
  .card { padding: 1.8em; }
  .list, .list.untouched { grid-template-columns: repeat(3, minmax(0, 1fr)); }
}

@keyframes pulse {
  0% { opacity: 0.5; transform: scale(1); }
  70%, 100% { opacity: 0; transform: scale(1.28); }
}
@keyframes settle { from { transform: scale(0.6); } }
@keyframes draw { from { stroke-dashoffset: 1; } to { stroke-dashoffset: 0; } }
@keyframes glow { 12%, 60% { background: var(--soft-success); box-shadow: 0 0 0 0.45em var(--soft-success); } }
@keyframes breathe { 50% { opacity: 0.5; } }

@media (prefers-reduced-motion: reduce) {
  *, *::before, *::after { animation: none !important; transition: none !important; }
  .counting .halo { opacity: 0.35; stroke-width: 9; }
  .celebrated { background: var(--soft-success); box-shadow: 0 0 0 0.45em var(--soft-success); }
}
@media (forced-colors: active) {
  .segment { border: 1px solid; }
  .segment.adopted { background: Highlight; forced-color-adjust: none; }
  .track { stroke: CanvasText; stroke-width: 1; }
  .arc { stroke: Highlight; }
  .bar { border: 1px solid; block-size: 8px; }
  .bar::-webkit-progress-value { background: Highlight; forced-color-adjust: none; }
  .bar::-moz-progress-bar { background: Highlight; forced-color-adjust: none; }
  .badge, .milestone-mark { border: 1px solid; }
}
`;
