import type { Reported } from "../tests/tracker/subject.ts";
import type { Arrival } from "./receiver.ts";

/** A script of a contender, for its size. */
export interface Part {
  readonly name: string;
  readonly code: string;
}

/** A tracker that is measured, ours or another; or none at all. */
export interface Contender {
  readonly name: string;
  readonly version: string;
  /** What a page loads of it, and what it may load besides. */
  readonly parts: readonly Part[];
  /** The script tag: path and query on the receiver, and attributes. The script starts by itself. */
  readonly tag: { readonly src: string; readonly attributes: Readonly<Record<string, string>> };
  /** What the receiver serves, by path. */
  readonly scripts: ReadonlyMap<string, string>;
  /** The JSON that its receiver answers with. */
  reply(body: string): unknown;
}

/** What another tracker's receiver holds, by the rules by which that tracker's own makes sense of it. */
export interface Held extends Reported {
  /** Events that came more than once. */
  readonly duplicates: number;
}

/** A tracker that somebody else makes, put into pages as its documentation says. */
export interface Peer extends Contender {
  /** Expression that counts an action in the page; null where it knows no such thing. */
  action(name: string, count: number): string | null;
  held(arrivals: readonly Arrival[]): Held;
}

/** The path of a contender's script. */
export const scriptPath = ({ tag }: Contender): string => tag.src.replace(/\?.*/, "");

/** Whether an address is that of a contender's script, on whichever origin. */
export const isScriptOf = (contender: Contender) => {
  const path = scriptPath(contender);
  return (url: string): boolean => url.replace(/\?.*/, "").endsWith(path);
};

/** Expression that adds the script to a page, as an async tag does. */
export const mountExpression = ({ tag }: Contender, receiverUrl: string): string => `{
  const script = Object.assign(document.createElement("script"), { async: true, src: ${JSON.stringify(receiverUrl + tag.src)} });
  for (const [name, value] of ${JSON.stringify(Object.entries(tag.attributes))}) script.setAttribute(name, value);
  document.head.append(script);
}`;

/** Markup of the script tag. */
export const tagHtml = ({ tag }: Contender, receiverUrl: string): string => {
  const attributes = Object.entries(tag.attributes).map(([name, value]) => ` ${name}="${value}"`);
  return `<script src="${receiverUrl}${tag.src}"${attributes.join("")}></script>`;
};
