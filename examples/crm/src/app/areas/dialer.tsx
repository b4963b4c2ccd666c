import { useEffect, useState } from "preact/hooks";
import type { Contact } from "../../server/areas/contacts.ts";
import type { PhoneNumber } from "../../server/areas/phone.ts";
import { request } from "../api.ts";
import { formatLength } from "../format.ts";
import { Icon } from "../ui/icon.tsx";
import { Avatar } from "../ui/parts.tsx";
import { useToast } from "../ui/toast.tsx";

const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

/** Simulates a call: it is answered at once, runs until somebody hangs up, and is then logged. */
export function Dialer(props: {
  readonly numbers: readonly PhoneNumber[];
  readonly contacts: readonly Contact[];
  readonly dialled: string;
  readonly onDial: (number: string) => void;
  readonly onCalled: () => void;
}) {
  const { dialled, onDial } = props;
  const usable = props.numbers.filter(({ configured }) => configured);
  const [from, setFrom] = useState(usable[0]?.id ?? 0);
  const [startedAt, setStartedAt] = useState<number | null>(null);
  const [seconds, setSeconds] = useState(0);
  const toast = useToast();
  useEffect(() => {
    if (startedAt === null) return undefined;
    const timer = setInterval(() => setSeconds(Math.floor((Date.now() - startedAt) / 1000)), 500);
    // Who listens moves nothing: until somebody hangs up, the call itself is attention.
    const release = uptake.hold("call");
    return () => {
      clearInterval(timer);
      release();
    };
  }, [startedAt]);

  const digits = dialled.replace(/\D/g, "");
  const contact =
    digits.length > 6 ? props.contacts.find(({ phone }) => phone.replace(/\D/g, "") === digits) : undefined;
  const name = contact?.name ?? dialled;
  const call = () => {
    setSeconds(0);
    setStartedAt(Date.now());
  };
  const hangUp = async () => {
    setStartedAt(null);
    try {
      const otherNumber = contact?.phone ?? dialled;
      await request("POST", "/api/phone/calls", { phoneNumber: from, otherNumber, seconds, outcome: "Answered" });
      uptake.track("call.made");
      toast(`Call with ${name} logged, ${formatLength(seconds)}.`);
      props.onCalled();
    } catch (error) {
      toast((error as Error).message);
    }
  };

  if (startedAt !== null)
    return (
      <section class="card dialer calling" aria-label="Call">
        <Avatar name={name} />
        <h2>{name}</h2>
        <p class="soft">{contact && contact.phone}</p>
        <p class="call-timer" role="timer">
          {formatLength(seconds)}
        </p>
        <button class="button danger solid" onClick={() => void hangUp()}>
          <Icon name="phone" size={16} /> Hang up
        </button>
      </section>
    );
  return (
    <section class="card dialer" aria-label="Dialer">
      <label class="field">
        <span>Call from</span>
        <select value={from} onChange={(event) => setFrom(Number(event.currentTarget.value))}>
          {usable.map(({ id, number, label }) => (
            <option key={id} value={id}>
              {label} {number}
            </option>
          ))}
        </select>
      </label>
      <input
        class="dialled"
        type="tel"
        aria-label="Number or contact"
        placeholder="Number or name"
        list="dialer-contacts"
        value={dialled}
        onInput={(event) => onDial(event.currentTarget.value)}
      />
      <datalist id="dialer-contacts">
        {props.contacts.map(({ id, name: contactName, phone }) => (
          <option key={id} value={phone}>
            {contactName}
          </option>
        ))}
      </datalist>
      <p class="dialer-name">{contact?.name ?? "\u00a0"}</p>
      <div class="keys">
        {keys.map((key) => (
          <button key={key} type="button" onClick={() => onDial(dialled + key)}>
            {key}
          </button>
        ))}
      </div>
      <button class="button primary call" disabled={digits.length < 3 || from === 0} onClick={call}>
        <Icon name="phone" size={16} /> Call
      </button>
      {usable.length === 0 && <p class="soft">Set up one of your numbers to call from it.</p>}
    </section>
  );
}
