import type { MenuLink } from "../../server/areas/menu-links.ts";
import { request } from "../api.ts";
import { Field, Form } from "../ui/form.tsx";
import { Icon } from "../ui/icon.tsx";
import { useToast } from "../ui/toast.tsx";
import { useResource } from "../use-resource.ts";

/** The card in the settings in which an account puts pages of other products into its menu. */
export function MenuLinks() {
  const links = useResource<readonly MenuLink[]>("/api/menu-links");
  const toast = useToast();
  // The menu stands around this page and asks only once.
  const changed = () => location.reload();
  const remove = (id: number) =>
    request("DELETE", `/api/menu-links/${id}`).then(changed, (error: Error) => toast(error.message));
  return (
    <section class="card" aria-labelledby="menu-links">
      <h2 id="menu-links">Links in the menu</h2>
      <ul class="rows">
        {links.data?.map(({ id, name, address }) => (
          <li key={id}>
            <span>
              <b>{name}</b>
              <small>{address}</small>
            </span>
            <button class="icon-button" aria-label={`Remove ${name}`} onClick={() => void remove(id)}>
              <Icon name="trash" size={16} />
            </button>
          </li>
        ))}
      </ul>
      <Form
        submit="Add link"
        onSubmit={async (fields) => {
          await request("POST", "/api/menu-links", fields);
          changed();
        }}
      >
        <div class="field-row">
          <Field label="Name">
            <input name="name" required maxLength={40} placeholder="Supplier portal" />
          </Field>
          <Field label="Address">
            <input name="address" type="url" required maxLength={500} placeholder="https://…" pattern="https://.*" />
          </Field>
        </div>
      </Form>
    </section>
  );
}
