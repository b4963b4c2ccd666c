/**
 * Puts a text on the clipboard; where the browser refuses, it is left selected for whoever copies it by hand.
 * @param shown the element that shows it.
 * @returns whether it is on the clipboard. Never rejects.
 */
export async function copyText(text: string, shown: Element): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not a secure context, or the page's policy forbids it.
  }
  getSelection()?.selectAllChildren(shown);
  return document.execCommand("copy");
}
