import { useRoute } from "preact-iso/router";
import { useEffect, useState } from "preact/hooks";
import type { Site, SiteBlock } from "../../server/areas/sites.ts";
import { request } from "../api.ts";
import { formatRecent } from "../format.ts";
import { Icon } from "../ui/icon.tsx";
import { Badge, Loaded, PageHead } from "../ui/parts.tsx";
import { useToast } from "../ui/toast.tsx";
import { useResource } from "../use-resource.ts";
import { SitePreview } from "./site-preview.tsx";

const kinds = { hero: "Headline", text: "Text", list: "List", quote: "Quote", button: "Button" } as const;

/** `/sites/:id`: blocks on the left, the page on the right. */
export function SiteEditor() {
  const { id } = useRoute().params;
  const site = useResource<Site>(`/api/sites/${id}`);
  const [blocks, setBlocks] = useState<readonly SiteBlock[]>([]);
  const [changed, setChanged] = useState(false);
  const toast = useToast();
  useEffect(() => {
    if (site.data) setBlocks(site.data.blocks);
  }, [site.data]);

  const edit = (next: readonly SiteBlock[]) => {
    setBlocks(next);
    setChanged(true);
  };
  const change = (index: number, part: Partial<SiteBlock>) =>
    edit(blocks.map((block, position) => (position === index ? { ...block, ...part } : block)));
  const save = async (publish: boolean) => {
    try {
      await request("PUT", `/api/sites/${id}`, { name: site.data?.name, blocks });
      if (publish) {
        await request("POST", `/api/sites/${id}/publish`);
        uptake.track("page.published");
      }
      setChanged(false);
      toast(publish ? `${site.data?.name} is published.` : "Saved as a draft.");
      await site.reload();
    } catch (error) {
      toast((error as Error).message);
    }
  };
  const copy = ({ path }: Site) =>
    navigator.clipboard.writeText(`https://fieldnote.site/${path}`).then(
      () => toast("The address is copied."),
      () => toast("Your browser doesn't let us copy. Select the address instead."),
    );

  return (
    <div class="page">
      <Loaded from={site}>
        {(page) => (
          <>
            <PageHead
              title={page.name}
              about={
                <>
                  {page.publishedAt === null ? <Badge tone="quiet">Draft</Badge> : <Badge tone="good">Published</Badge>}{" "}
                  {page.publishedAt !== null && `${formatRecent(page.publishedAt)} at /${page.path}`}
                  {changed && " · unsaved changes"}
                </>
              }
            >
              <a class="button" href="/sites">
                All pages
              </a>
              <button class="button" disabled={!changed} onClick={() => void save(false)}>
                Save draft
              </button>
              <button class="button primary" onClick={() => void save(true)}>
                Publish
              </button>
            </PageHead>
            <div class="site-editor">
              <section aria-label="Blocks">
                {blocks.map((block, index) => (
                  <fieldset class="card block" key={index}>
                    <legend class="unseen">
                      Block {index + 1}: {kinds[block.kind]}
                    </legend>
                    <header>
                      <Badge tone="quiet">{kinds[block.kind]}</Badge>
                      <button
                        class="icon-button"
                        aria-label={`Remove block ${index + 1}`}
                        onClick={() => edit(blocks.toSpliced(index, 1))}
                      >
                        <Icon name="trash" size={16} />
                      </button>
                    </header>
                    <label class="field">
                      <span>
                        {block.kind === "quote" ? "Who said it" : block.kind === "button" ? "Button" : "Heading"}
                      </span>
                      <input
                        value={block.heading}
                        maxLength={120}
                        onInput={(event) => change(index, { heading: event.currentTarget.value })}
                      />
                    </label>
                    <label class="field">
                      <span>
                        {block.kind === "list"
                          ? "One entry a line"
                          : block.kind === "button"
                            ? "Below the button"
                            : "Text"}
                      </span>
                      <textarea
                        rows={block.kind === "button" ? 1 : 3}
                        value={block.text}
                        maxLength={2000}
                        onInput={(event) => change(index, { text: event.currentTarget.value })}
                      />
                    </label>
                  </fieldset>
                ))}
                <div class="add-block" role="group" aria-label="Add a block">
                  {(Object.keys(kinds) as (keyof typeof kinds)[]).map((kind) => (
                    <button
                      key={kind}
                      class="button dashed"
                      onClick={() => edit([...blocks, { kind, heading: "", text: "" }])}
                    >
                      <Icon name="plus" size={14} /> {kinds[kind]}
                    </button>
                  ))}
                </div>
              </section>
              <section class="site-frame" aria-label="Preview">
                <p class="site-address">
                  <span>fieldnote.site/{page.path}</span>
                  {page.publishedAt !== null && (
                    <button class="button quiet" data-uptake-action="page.shared" onClick={() => void copy(page)}>
                      Copy address
                    </button>
                  )}
                </p>
                <SitePreview blocks={blocks} />
              </section>
            </div>
          </>
        )}
      </Loaded>
    </div>
  );
}
