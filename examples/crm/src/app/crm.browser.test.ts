import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launchChromium } from "../../../../tests/support/chromium.ts";
import { BARE_ENVIRONMENT } from "../../../../tests/support/bare-environment.ts";

const main = fileURLToPath(new URL("../server/main.ts", import.meta.url));

let folder: string;
let server: ChildProcess;
let browser: Browser;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fieldnote-"));
  server = spawn(process.execPath, [main], {
    // And so without Uptake: the stub keeps what is tracked.
    env: { ...BARE_ENVIRONMENT, CRM_PORT: "0", CRM_DATABASE: join(folder, "crm.db") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = await new Promise<string>((resolve, reject) => {
    server.once("exit", (code) => reject(new Error(`The CRM ended with ${code}.`)));
    server.stdout?.on("data", (chunk) => {
      const found = /http:\/\/[\d.:]+/.exec(String(chunk));
      if (found) resolve(found[0]);
    });
  });
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 1440, height: 900 }, baseURL: address });
  page.setDefaultTimeout(8_000);
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
});

afterAll(async () => {
  await browser?.close();
  if (server.exitCode === null) await stopServer();
  rmSync(folder, { recursive: true });
});

/** The actions in the stub's queue since the page was loaded. */
const tracked = () =>
  page.evaluate(() =>
    (window as unknown as { uptake: { q: [string, [string]][] } }).uptake.q
      .filter(([method]) => method === "track")
      .map(([, [action]]) => action),
  );
const press = (name: string | RegExp) => page.getByRole("button", { name }).click();
const go = (area: string) => page.getByRole("navigation").getByRole("link", { name: area }).click();
const sees = (text: string | RegExp) => page.getByText(text).first().waitFor();

it("lets a person sign in and do one thing of value in each of the nine areas, counted once each", async () => {
  await page.goto("/");
  await press(/Maya Torres/);
  await page.getByRole("heading", { name: "Conversations" }).waitFor();

  await page.getByRole("link", { name: /Hannah Lindqvist/ }).click();
  await page.getByLabel("Message").fill("Tuesday at nine it is.");
  await page.keyboard.press("Enter");
  await page.locator(".message").getByText("Tuesday at nine it is.").waitFor();

  await go("Phone");
  await page.getByLabel("Number or contact").fill("(512) 555-0131");
  await page.getByRole("region", { name: "Dialer" }).getByRole("paragraph").getByText("Marcus Webb").waitFor();
  await press(/^Call$/);
  await press("Hang up");
  await sees(/Call with Marcus Webb logged/);

  await go("Contacts");
  await press("New contact");
  await page.getByLabel("Name").fill("Ada Byron");
  await press("Create contact");
  await page.getByRole("complementary", { name: "Contact" }).getByRole("heading", { name: "Ada Byron" }).waitFor();

  await go("Calendars");
  await press("Next week");
  await press(/^Book$/);
  await page.getByLabel("What for").fill("Second opinion");
  await page.getByLabel("Contact").selectOption({ label: "Ada Byron" });
  // Today may have no time left.
  await page.getByLabel("Day").fill(new Date(Date.now() + 86_400_000).toLocaleDateString("sv"));
  await page.getByRole("dialog").getByRole("button", { name: "Book" }).click();
  await press(/Ada Byron.*Second opinion/);
  await press("Mark completed");
  await sees("Second opinion is completed.");

  await go("Opportunities");
  await press("Move Two implants to Plan sent");
  await page.getByRole("region", { name: "Plan sent" }).getByRole("article", { name: "Two implants" }).waitFor();

  await go("Payments");
  await page.getByRole("link", { name: /^INV-/ }).first().click();
  await press("Send invoice");
  await press("Mark paid");
  await sees(/is paid\./);
  await press("Close");

  await go("Workflows");
  await page.getByRole("link", { name: "New workflow" }).click();
  await page.getByLabel("Name").fill("Birthday wishes");
  await page.getByLabel("Details of step 1").fill("Happy birthday!");
  await press("Create workflow");
  const workflow = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Birthday wishes" }) });
  await workflow.getByRole("switch").click();
  await workflow.getByRole("button", { name: "Run now" }).click();
  await workflow.getByText("1 runs").waitFor();

  await go("Sites");
  await page.getByRole("link", { name: "Whitening offer" }).click();
  await page.getByLabel("Heading").first().fill("Brighter by New Year");
  await page.getByRole("region", { name: "Preview" }).getByRole("heading", { name: "Brighter by New Year" }).waitFor();
  await press("Publish");
  await sees("Whitening offer is published.");

  await go("Reports");
  const download = page.waitForEvent("download");
  await press("Export CSV");
  expect((await download).suggestedFilename()).toBe("fieldnote-report.csv");

  await expect
    .poll(tracked)
    .toEqual([
      "message.sent",
      "call.made",
      "contact.created",
      "booking.completed",
      "opportunity.moved",
      "invoice.sent",
      "workflow.created",
      "workflow.run",
      "page.published",
      "report.exported",
    ]);
  expect(problems).toEqual([]);
});

it("counts nothing that the server refused", async () => {
  await page.goto("/conversations/1");
  await page.getByLabel("Message").fill("Are you there?");
  await page.route("**/messages", (route) => route.fulfill({ status: 500, json: { error: "Out of order." } }));
  await press("Send");
  await sees("Out of order.");
  expect(await page.getByLabel("Message").inputValue()).toBe("Are you there?");
  expect(await tracked()).toEqual([]);
});

it("gives the widget another token when its own has expired", async () => {
  let tokens = 0;
  await page.route("**/api/uptake-token", (route) =>
    route.fulfill({ json: { server: "https://uptake.example.com", token: `token-${++tokens}` } }),
  );
  await page.goto("/contacts");
  await press("My progress");
  const widget = page.getByRole("complementary", { name: "My progress" }).locator("uptake-progress");
  await widget
    .and(page.locator('[server="https://uptake.example.com"][token="token-1"]'))
    .waitFor({ state: "attached" });
  await widget.dispatchEvent("uptake-token-expired");
  await widget.and(page.locator('[token="token-2"]')).waitFor({ state: "attached" });
  await go("Payments");
  expect(await widget.getAttribute("token")).toBe("token-2");
});

it("offers no drawer on the page that shows the same", async () => {
  await page.goto("/contacts");
  await go("My progress");
  await page.getByRole("heading", { name: "My progress" }).waitFor();
  expect(await page.getByRole("button", { name: "My progress" }).count()).toBe(0);
});

it("shows the menu's button on a phone, and the progress drawer's where there is room for a drawer", async () => {
  await page.goto("/contacts");
  const shown = async () => ({
    menu: await page.getByRole("button", { name: "Menu" }).isVisible(),
    drawer: await page.getByRole("button", { name: "My progress" }).isVisible(),
    progressPage: await page.getByRole("banner").getByRole("link", { name: "My progress" }).isVisible(),
  });
  await page.getByRole("button", { name: "Maya Torres" }).waitFor();
  expect(await shown()).toEqual({ menu: false, drawer: true, progressPage: false });
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await shown()).toEqual({ menu: true, drawer: false, progressPage: true });
});

it("opens the menu on a phone, and My progress as a page of its own", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/reports");
  await press("Menu");
  await go("My progress");
  await page.getByRole("heading", { name: "My progress" }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

it("plays a call's recording at an address of its own, and jumps in it", async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("/phone");
  await page
    .getByRole("link", { name: /^Play the call with/ })
    .nth(1)
    .click();
  const dialog = page.getByRole("dialog", { name: /^Call with/ });
  const audio = dialog.locator("audio");
  await expect
    .poll(() => audio.evaluate((element: HTMLAudioElement) => element.currentTime), { timeout: 10_000 })
    .toBeGreaterThan(0);
  expect(page.url()).toMatch(/\/phone\?recording=\d+$/);
  const reached = await audio.evaluate(
    (element: HTMLAudioElement) =>
      new Promise<number>((resolve) => {
        element.addEventListener("seeked", () => resolve(element.currentTime), { once: true });
        element.currentTime = 30;
      }),
  );
  expect(reached).toBeGreaterThanOrEqual(30);
  await page.keyboard.press("Escape");
  await page.waitForURL("**/phone");
  await expect.poll(() => page.locator("audio").count()).toBe(0);
});

it("shows on the wallboard what was chosen, also after a reload", async () => {
  await page.goto("/wallboard");
  await page.getByRole("region", { name: "Waiting for an answer" }).waitFor();
  await press("Choose panels");
  await page.getByRole("checkbox", { name: "In numbers" }).uncheck();
  await press("Show these");
  const panels = () => page.getByRole("region").evaluateAll((all) => all.map((region) => region.ariaLabel));
  await expect.poll(panels).toEqual(["Next today", "Waiting for an answer"]);
  await page.reload();
  await page.getByRole("region", { name: "Next today" }).waitFor();
  expect(await panels()).toEqual(["Next today", "Waiting for an answer"]);
});

it("opens the account's own links inside the app, where the keyboard goes on in their page", async () => {
  await page.goto("/contacts");
  await go("Front-desk handbook");
  await page.frameLocator("iframe").getByRole("heading", { name: "Front-desk handbook" }).waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("data-uptake-name"));
  expect(await focused()).toBe("Front-desk handbook");
  await go("Help centre");
  await page.frameLocator("iframe").getByRole("heading", { name: "Help centre" }).waitFor();
  expect(await focused()).toBe("Help centre");
});

it("puts a link into the menu and takes it out again", async () => {
  await page.goto("/settings");
  await page.getByRole("region", { name: "Links in the menu" }).getByLabel("Name").fill("Supplier portal");
  await page.getByLabel("Address").fill("https://supplies.example.com/");
  await press("Add link");
  const link = page.getByRole("navigation").getByRole("link", { name: "Supplier portal" });
  expect(await link.getAttribute("href")).toMatch(/^\/links\/\d+$/);
  await press("Remove Supplier portal");
  await expect.poll(() => link.count(), { timeout: 8_000 }).toBe(0);
});

it("leads from the person's menu to what is measured, and says that nothing is while Uptake is off", async () => {
  const privacy = page.getByRole("link", { name: "Privacy" });
  // Also from the page to which the menu has led already.
  for (let times = 0; times < 2; times += 1) {
    await press("Maya Torres");
    await privacy.click();
    await sees("Usage isn't measured in this workspace.");
    await expect.poll(() => privacy.isVisible()).toBe(false);
  }
});

it("signs out to the sign-in page, from which no area can be reached", async () => {
  await press("Maya Torres");
  await press("Sign out");
  await page.getByRole("heading", { name: "Good to see you" }).waitFor();
  await page.goto("/payments");
  await page.waitForURL("**/sign-in");
  expect(await page.getByRole("navigation").count()).toBe(0);
});

it("ends with exit code 0 when told to stop, even with a page open", async () => {
  expect(await stopServer()).toBe(0);
});

function stopServer(): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  return ended;
}
