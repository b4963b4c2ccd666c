import { useLocation } from "preact-iso/router";
import { useState } from "preact/hooks";
import type { Site } from "../../server/areas/sites.ts";
import { request } from "../api.ts";
import { formatRecent } from "../format.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Field, Form } from "../ui/form.tsx";
import { Icon } from "../ui/icon.tsx";
import { Badge, Empty, Loaded, PageHead } from "../ui/parts.tsx";
import { useResource } from "../use-resource.ts";
import { SitePreview } from "./site-preview.tsx";

/** `/sites`: the account's pages. */
export function Sites() {
  const { route } = useLocation();
  const sites = useResource<readonly Site[]>("/api/sites");
  const [adding, setAdding] = useState(false);
  return (
    <div class="page">
      <PageHead title="Sites" about="Simple pages for offers, listings and sign-ups.">
        <button class="button primary" onClick={() => setAdding(true)}>
          <Icon name="plus" size={16} /> New page
        </button>
      </PageHead>
      <Loaded from={sites}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon="sites" title="No pages yet">
              A page for one offer is a good start.
            </Empty>
          ) : (
            <ul class="cards">
              {all.map((site) => (
                <li class="card site-card" key={site.id}>
                  <div class="site-thumbnail" aria-hidden="true">
                    <SitePreview blocks={site.blocks} />
                  </div>
                  <header>
                    <h2>
                      <a href={`/sites/${site.id}`}>{site.name}</a>
                    </h2>
                    {site.publishedAt === null ? (
                      <Badge tone="quiet">Draft</Badge>
                    ) : (
                      <Badge tone="good">Published</Badge>
                    )}
                  </header>
                  <p class="soft">
                    /{site.path} · edited {formatRecent(site.updatedAt)}
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {adding && (
        <Dialog title="New page" onClose={() => setAdding(false)}>
          <Form
            submit="Create page"
            onSubmit={async ({ name }) => {
              const { id } = await request<{ id: number }>("POST", "/api/sites", { name });
              route(`/sites/${id}`);
            }}
          >
            <Field label="Name">
              <input name="name" required maxLength={60} placeholder="Spring offer" />
            </Field>
          </Form>
        </Dialog>
      )}
    </div>
  );
}
