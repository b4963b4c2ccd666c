import type { SiteBlock } from "../../server/areas/sites.ts";

/** The page as visitors see it. */
export function SitePreview({ blocks }: { readonly blocks: readonly SiteBlock[] }) {
  return (
    <div class="site">
      {blocks.map((block, index) => (
        <div key={index} class={`site-${block.kind}`}>
          <Block {...block} />
        </div>
      ))}
      {blocks.length === 0 && <p class="site-empty">This page is empty. Add a block.</p>}
    </div>
  );
}

function Block({ kind, heading, text }: SiteBlock) {
  if (kind === "button")
    return (
      <>
        <span class="site-action">{heading}</span>
        <p>{text}</p>
      </>
    );
  if (kind === "quote")
    return (
      <blockquote>
        <p>“{text}”</p>
        <cite>{heading}</cite>
      </blockquote>
    );
  return (
    <>
      <h2>{heading}</h2>
      {kind === "list" ? (
        <ul>
          {text.split("\n").map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ) : (
        text.split("\n").map((paragraph) => <p key={paragraph}>{paragraph}</p>)
      )}
    </>
  );
}
