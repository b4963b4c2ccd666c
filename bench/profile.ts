import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { launchChromium } from "../tests/support/chromium.ts";
import { bundleReadable } from "./bundle.ts";
import { isScriptOf } from "./contender.ts";
import { openUptake } from "./contenders/uptake.ts";
import { breakDown, type Breakdown } from "./cpu-profile.ts";
import { features, hostPage } from "./host-page.ts";
import { measureUse } from "./minute.ts";
import { listen } from "./receiver.ts";
import { formatTable, show } from "./table.ts";

/**
 * Where our tracker's time goes in the bench's scripted use: by function, of a build that keeps their names. Sampling makes
 * everything slower, so only the shares count; what it costs says `npm run bench:tracker`.
 */

const usage = `npm run bench:profile -- [options]
  --seconds N   length of the scripted use, 60 unless said
  --code FILE   writes the code that the line numbers are of
  --help        this text`;
const rowsShown = 30;

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "60" }, code: { type: "string" }, help: { type: "boolean" } },
});

async function run(lengthMs: number): Promise<void> {
  const code = await bundleReadable();
  if (values.code !== undefined) writeFileSync(values.code, code);
  const ours = openUptake(code);
  const host = await listen((_request, response) => {
    response.setHeader("Content-Type", "text/html; charset=utf-8").end(hostPage);
  });
  const browser = await launchChromium();
  try {
    const { profile } = await measureUse(browser, ours, `${host.url}/${features[0]}`, { lengthMs, isProfiled: true });
    const breakdown = breakDown(profile ?? "", isScriptOf(ours));
    const table = (title: string, rows: Breakdown["bySelf"]) =>
      formatTable([[title, "ms"], ...rows.slice(0, rowsShown).map(([name, ms]) => [name, show(ms, 2)])]);
    const parts = [
      `${show(breakdown.totalMs, 1)} ms in ${lengthMs / 1_000} s, sampled. Function:line of the code that --code writes.`,
      table("called by the browser", breakdown.byEntry),
      table("running", breakdown.bySelf),
      table("function with all that it calls", breakdown.byFunction),
    ];
    console.log(parts.join("\n\n"));
  } finally {
    await browser.close();
    await host.close();
  }
}

if (values.help) console.log(usage);
else await run(Number(values.seconds) * 1_000);
