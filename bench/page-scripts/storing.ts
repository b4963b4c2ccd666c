import { hearEverything } from "./hear-everything.ts";
import { receiverUrl } from "./receiver-url.ts";

hearEverything();

/** As long as the text that we keep of a few features. */
const text = "x".repeat(300);
const storeEveryMs = 5_000;
const sendAtMs = [2_000, 32_000];

let opened: Promise<IDBDatabase> | undefined;
const open = () =>
  new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open("floor");
    request.onupgradeneeded = () => request.result.createObjectStore("texts");
    request.onsuccess = () => resolve(request.result);
  });
setInterval(async () => {
  const transaction = (await (opened ??= open())).transaction("texts", "readwrite");
  transaction.objectStore("texts").put(text, "name");
  transaction.commit();
}, storeEveryMs);
for (const atMs of sendAtMs)
  setTimeout(async () => {
    const response = await fetch(receiverUrl, { method: "POST", body: text, keepalive: true });
    await response.json();
  }, atMs);
