import type { AccountSettings } from "../../server/areas/settings.ts";
import { request } from "../api.ts";
import { Field, Form } from "../ui/form.tsx";
import { Avatar, Badge, Loaded, PageHead } from "../ui/parts.tsx";
import { useToast } from "../ui/toast.tsx";
import { useResource } from "../use-resource.ts";
import { MenuLinks } from "./menu-links.tsx";

/** `/settings`: the person, the account and the team. */
export function Settings() {
  const settings = useResource<AccountSettings>("/api/settings");
  const toast = useToast();
  return (
    <div class="page narrow">
      <PageHead title="Settings" />
      <Loaded from={settings}>
        {({ person, team }) => (
          <>
            <section class="card" aria-labelledby="profile">
              <h2 id="profile">Your profile</h2>
              <Form
                submit="Save profile"
                onSubmit={async ({ name }) => {
                  await request("PUT", "/api/settings", { name });
                  toast("Your profile is saved.");
                  await settings.reload();
                }}
              >
                <div class="field-row">
                  <Field label="Name">
                    <input name="name" required maxLength={80} autocomplete="name" defaultValue={person.name} />
                  </Field>
                  <Field label="E-mail">
                    <input value={person.email} readOnly />
                  </Field>
                </div>
              </Form>
            </section>
            <section class="card" aria-labelledby="account">
              <header>
                <h2 id="account">{person.accountName}</h2>
                <Badge tone="info">{person.plan} plan</Badge>
              </header>
              <ul class="rows">
                {team.map(({ id, name, title, email }) => (
                  <li key={id}>
                    <span class="person">
                      <Avatar name={name} small />
                      <span>
                        <b>{name}</b>
                        <small>{email}</small>
                      </span>
                    </span>
                    <span class="soft">{title}</span>
                  </li>
                ))}
              </ul>
            </section>
            <MenuLinks />
          </>
        )}
      </Loaded>
    </div>
  );
}
