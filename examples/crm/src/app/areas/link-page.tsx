import { useRoute } from "preact-iso/router";
import type { MenuLink } from "../../server/areas/menu-links.ts";
import { Loaded, PageHead } from "../ui/parts.tsx";
import { useResource } from "../use-resource.ts";

/** Whoever opens a link works in its page from then on, by the keyboard too. */
const focus = (frame: HTMLIFrameElement | null) => frame?.focus();

/** `/links/:id`: a page of another product inside this one. Its time counts to the link, by the name that the account gave it. */
export function LinkPage() {
  const { id } = useRoute().params;
  const links = useResource<readonly MenuLink[]>("/api/menu-links");
  return (
    <Loaded from={links}>
      {(all) => {
        const link = all.find((one) => String(one.id) === id);
        if (!link)
          return (
            <div class="page">
              <PageHead title="Nothing here" about="This link is no longer in the menu." />
            </div>
          );
        return (
          <iframe
            key={link.id}
            class="link-frame"
            ref={focus}
            title={link.name}
            src={link.address}
            sandbox="allow-scripts allow-same-origin allow-forms allow-popups"
            data-uptake-feature={`link:${link.id}`}
            data-uptake-name={link.name}
          />
        );
      }}
    </Loaded>
  );
}
