import type { Identity } from "./api.ts";
import { flush, retryRefused, touch } from "./delivery.ts";
import { ignore } from "./edges.ts";
import { announce } from "./listeners.ts";
import { enterAnew, intervals, isMeasuring } from "./measure.ts";
import { isId } from "./protocol/index.ts";
import { endWriter, isPresents, startWriter, writer, writers } from "./writer.ts";

/** Who uses the page, as the host says. Null after `reset`, undefined before it has said anything. */
let person: Identity | null | undefined;

/** Whose token is being asked for. */
let refreshed: Identity | null | undefined;

/** The host's ids are often numbers. @returns undefined for what can't be one. */
export const idOf = (id: unknown): string | undefined => {
  const text = typeof id === "number" ? `${id}` : id;
  return isId(text) ? text : undefined;
};

/** Gives the measuring to the person, if both are there. */
export const takePerson = () => {
  if (!isMeasuring() || person === undefined) return;
  const next: Partial<Identity> = person ?? {};
  const { account, user, token } = next;
  if (writer && account && isPresents(next)) {
    if (!token || token === writer.token) return;
    writer.token = token;
  } else if (account && writer && !writer.account) {
    // What this document has measured without a name.
    writers.forEach((of) => of.account || Object.assign(of, { account, user, token }));
  } else {
    writers.forEach((of) => of.account || writers.delete(of.name));
    endWriter();
    if (person) startWriter(person);
    else {
      intervals.drop();
      void flush();
    }
    enterAnew();
  }
  retryRefused();
  touch();
  announce();
};

/** What can't be one is ignored; null is nobody. */
export const setPerson = (next: Identity | null) => {
  const account = idOf(next?.account);
  const user = idOf(next?.user);
  if (account && user) person = { ...next, account, user };
  else if (next) return;
  else person = null;
  takePerson();
};

/** Asks the host for another token, once at a time. */
export const refreshToken = () => {
  const asked = person;
  if (asked === refreshed || !asked?.refreshToken) return;
  refreshed = asked;
  Promise.resolve()
    .then(asked.refreshToken)
    .then((token) => person === asked && setPerson({ ...asked, token }))
    .catch(ignore)
    .then(() => (refreshed = undefined));
};
