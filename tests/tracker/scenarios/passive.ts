import { comeBack, leave, look, seenAt, touch, type, use } from "../person.ts";
import type { Scenario } from "../scenario.ts";

/** Longer than the shortest idle limit: what counts in such a time counts without input. */
const longMs = 35_000;
const idleLimitMs = 30_000;

/** A second of silence for ever, made in the page: no file, no sound device. */
const playing = `<audio id="sound" loop></audio><script>{
  const samples = 8000, bytes = new Uint8Array(44 + samples), view = new DataView(bytes.buffer);
  const put = (at, text) => [...text].forEach((letter, index) => (bytes[at + index] = letter.charCodeAt(0)));
  put(0, "RIFF"); view.setUint32(4, 36 + samples, true); put(8, "WAVEfmt "); view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); view.setUint16(22, 1, true); view.setUint32(24, samples, true);
  view.setUint32(28, samples, true); view.setUint16(32, 1, true); view.setUint16(34, 8, true);
  put(36, "data"); view.setUint32(40, samples, true); bytes.fill(128, 44);
  sound.src = URL.createObjectURL(new Blob([bytes], { type: "audio/wav" }));
  sound.play();
}</script>`;

const frame = (src: string, attributes: string) =>
  `<iframe id="frame" src="${src}" ${attributes} style="width:400px;height:150px;border:0"></iframe>`;

/** Somebody works in a frame of another site for longer than the limit, and then comes back to the page. */
const frameScenario = (name: string, attributes: string, isCounted: boolean): Scenario => ({
  name,
  family: "time",
  form: "full",
  needs: [],
  isOurs: true,
  page: (path, site) => ({
    body: path.startsWith("/frame") ? "<input id='text' autofocus>" : frame(site.frameUrl("/frame"), attributes),
  }),
  async run({ open, activeTime }) {
    const tab = await open("/conversations");
    const fromMs = await seenAt(tab);
    await use(tab, 3_000);
    const insideMs = await touch(() => tab.click("#frame"));
    await type(tab, longMs);
    const outsideMs = await touch(() => tab.click("h1"));
    await use(tab, 2_000);
    const toMs = Date.now();
    await tab.close();
    const pageMs = insideMs - fromMs + toMs - outsideMs;
    const frameMs = isCounted ? outsideMs - insideMs : 0;
    return Promise.all([
      isCounted ? activeTime(frameMs, { feature: "builder", idleLimitMs }) : null,
      activeTime(pageMs + frameMs, { idleLimitMs }),
    ]);
  },
});

/** Something plays on a page and nobody touches it, until another window comes to the front. */
const mediaScenario = (name: string, path: string, isCounted: boolean): Scenario => ({
  name,
  family: "time",
  form: "full",
  needs: ["media", "windows"],
  isOurs: true,
  page: () => ({ body: playing }),
  async run({ open, flush, activeTime, visits }) {
    const tab = await open(path);
    const fromMs = await seenAt(tab);
    await look(longMs);
    if (!(await tab.evaluate<boolean>("sound.currentTime > 0 && !sound.paused"))) throw new Error("Nothing played.");
    const toMs = await leave(tab, () => tab.focusOther());
    await look(5_000);
    await flush(tab);
    return Promise.all([activeTime(isCounted ? toMs - fromMs : 0, { idleLimitMs }), visits(path.slice(1), 1)]);
  },
});

/** Attention without input. */
export const passiveScenarios: readonly Scenario[] = [
  frameScenario("Work in a declared frame", `data-uptake-feature="builder"`, true),
  frameScenario("Work in a frame that nobody declared", "", false),
  mediaScenario("Media plays where it counts", "/videos", true),
  mediaScenario("Media plays where it doesn't count", "/conversations", false),
  {
    name: "Media plays, then is paused",
    family: "time",
    form: "full",
    needs: ["media"],
    isOurs: true,
    page: () => ({ body: playing }),
    async run({ open, flush, activeTime }) {
      const tab = await open("/videos");
      const fromMs = await seenAt(tab);
      await look(longMs);
      const toMs = Date.now();
      await tab.evaluate("sound.pause()");
      await look(longMs);
      await flush(tab);
      // Between the last tick and the pause there was no sign of life.
      return [await activeTime(toMs - fromMs, { idleLimitMs, mayLoseMs: 5_000 })];
    },
  },
  {
    name: "A call without a hand on the mouse",
    family: "time",
    form: "full",
    needs: ["windows"],
    isOurs: true,
    async run({ open, flush, activeTime }) {
      const tab = await open("/conversations");
      const fromMs = await seenAt(tab);
      await use(tab, 2_000);
      await tab.evaluate(`void (release = uptake.hold("call"))`);
      await look(longMs);
      const awayMs = await leave(tab, () => tab.focusOther());
      await look(5_000);
      const backMs = await comeBack(tab, () => tab.focus());
      await look(3_000);
      await tab.evaluate("release()");
      const toMs = await touch(() => tab.pressKey("j"));
      // The call is over, and nobody is there.
      await look(longMs);
      await flush(tab);
      return [await activeTime(awayMs - fromMs + toMs - backMs, { idleLimitMs })];
    },
  },
  {
    name: "A board that counts while it can be seen",
    family: "time",
    form: "short",
    needs: ["windows", "hide"],
    isOurs: true,
    async run({ open, activeTime }) {
      const tab = await open("/board");
      const fromMs = await seenAt(tab);
      await use(tab, 2_000);
      await tab.focusOther();
      await look(7_000);
      const toMs = await leave(tab, () => tab.hide());
      await look(1_500);
      await tab.close();
      return [await activeTime(toMs - fromMs)];
    },
  },
];
