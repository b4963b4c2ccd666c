import { randomBytes } from "node:crypto";
import type { Page } from "playwright-core";
import type { Tracker } from "../../packages/tracker/src/api.ts";
import { inline } from "./stage.ts";

declare const uptake: Tracker;

/** Strings that are nowhere else. */
export function createSecrets(): { readonly secret: () => string; readonly made: readonly string[] } {
  const made: string[] = [];
  const secret = () => {
    const text = `zz${randomBytes(6).toString("hex")}`;
    made.push(text);
    return text;
  };
  return { secret, made };
}

/** A page full of what is nobody's business. */
export function secretPage(secret: () => string, head: string): string {
  return `<head><title>${secret()}</title><meta name="description" content="${secret()}">${head}</head>
    <body id="${secret()}" class="${secret()}" data-customer="${secret()}">
    ${inline(`document.cookie = "session=${secret()}"; window.name = "${secret()}"; localStorage.setItem("${secret()}", "${secret()}");
      sessionStorage.setItem("${secret()}", "${secret()}"); secretOfHost = "${secret()}"; history.replaceState({ a: "${secret()}" }, "")`)}
    <h1 id="${secret()}">${secret()}</h1>
    <main class="${secret()}" aria-label="${secret()}"><p title="${secret()}">${secret()}</p>
    <button id="${secret()}" name="${secret()}" value="${secret()}" data-uptake-action="email.sent">${secret()}</button>
    <form action="/${secret()}?${secret()}=${secret()}" data-uptake-action="form.sent" onsubmit="event.preventDefault()">
    <input aria-label="text" id="${secret()}"><input aria-label="password" type="password" name="${secret()}">
    <textarea aria-label="note" placeholder="${secret()}"></textarea><input type="submit"></form>
    <div aria-label="editor" contenteditable="true" class="${secret()}"></div>
    <aside data-uptake-feature="link:help" data-uptake-name="Help centre" id="${secret()}"><a href="#${secret()}">${secret()}</a></aside>
    <img alt="${secret()}" src="data:,"><a id="next" href="/conversations/${secret()}?q=${secret()}#/${secret()}">${secret()}</a></main>`;
}

/** What a person does on it. */
export async function live(page: Page, secret: () => string): Promise<void> {
  await page.mouse.move(30, 30);
  await page.getByRole("button").first().click();
  for (const field of ["text", "password", "note", "editor"])
    await page.getByLabel(field, { exact: true }).pressSequentially(secret());
  await page.getByLabel("text", { exact: true }).press("Enter");
  await page.locator("aside a").click();
  await page.evaluate(
    ([path, query, hash, title, message]) => {
      document.title = title ?? "";
      history.pushState({ title }, title ?? "", `/conversations/${path}?${query}=1#${hash}`);
      location.hash = `#/${hash}?token=${query}`;
      window.postMessage({ message }, "*");
      window.postMessage("uptake", "*");
      window.dispatchEvent(new CustomEvent(message ?? ""));
    },
    Array.from({ length: 5 }, secret),
  );
  await page.getByRole("button").first().click();
  await page.evaluate(() => uptake.flush());
}
