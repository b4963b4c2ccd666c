import type { DemoPerson } from "../server/session.ts";
import { request } from "./api.ts";
import { BrandMark } from "./shell.tsx";
import { Field, Form } from "./ui/form.tsx";
import { Avatar } from "./ui/parts.tsx";
import { useToast } from "./ui/toast.tsx";
import { useResource } from "./use-resource.ts";

/** E-mail and password, or one click on a demo person. */
export function SignIn() {
  const people = useResource<readonly DemoPerson[]>("/api/session").data ?? [];
  const toast = useToast();
  const accounts = [...new Set(people.map(({ accountName }) => accountName))];
  return (
    <main class="sign-in">
      <section class="sign-in-form">
        <p class="brand">
          <BrandMark /> Fieldnote
        </p>
        <h1>Good to see you</h1>
        <p class="soft">Sign in to your customers, calendar and payments.</p>
        <Form submit="Sign in" onSubmit={signIn}>
          <Field label="E-mail">
            <input name="email" type="email" autocomplete="username" required />
          </Field>
          <Field label="Password">
            <input name="password" type="password" autocomplete="current-password" required />
          </Field>
        </Form>
      </section>
      <section class="sign-in-people" aria-labelledby="demo-people">
        <h2 id="demo-people">Try it as someone</h2>
        <p>These people work with demo data. Everyone's password is “fieldnote”.</p>
        {accounts.map((account) => (
          <div key={account} class="sign-in-account">
            <h3>{account}</h3>
            {people
              .filter(({ accountName }) => accountName === account)
              .map(({ name, title, email }) => (
                <button
                  key={email}
                  type="button"
                  onClick={() =>
                    void signIn({ email, password: "fieldnote" }).catch((error: Error) => toast(error.message))
                  }
                >
                  <Avatar name={name} small />
                  <span>
                    <b>{name}</b>
                    <small>{title}</small>
                  </span>
                </button>
              ))}
          </div>
        ))}
      </section>
    </main>
  );
}

/** The next page is loaded as a whole: its head says who is signed in. */
async function signIn(fields: Readonly<Record<string, string>>) {
  await request("POST", "/api/session", fields);
  location.assign("/conversations");
}
