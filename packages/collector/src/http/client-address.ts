import { BlockList, isIP, isIPv6 } from "node:net";

/** Where a request comes from, as far as it can be known. */
export interface Peer {
  /** The socket's other end. */
  readonly socketAddress: string;
  readonly forwardedFor: string | null;
}

const LOOPBACK = ["127.0.0.0/8", "::1"];

/** Whether some text names a network: an address, or a range such as `10.0.0.0/8`. */
export function isNetwork(text: string): boolean {
  const [address = "", bits, ...others] = text.split("/");
  const maxBits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return (
    maxBits >= 0 && others.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= maxBits))
  );
}

/**
 * Tells by what address to count a request; null: this machine itself, which is exempt.
 *
 * `X-Forwarded-For` is believed only from proxies that are known, this machine's among them. Each adds at the end whom it was
 * asked by, so the last entry that is no known proxy is the client; whatever stands before it anybody may have written.
 * @param proxies addresses and ranges of the other known proxies.
 * @throws RangeError when one of them is none.
 */
export function createClientAddress(proxies: readonly string[]): (peer: Peer) => string | null {
  const known = listOf([...LOOPBACK, ...proxies]);
  const loopback = listOf(LOOPBACK);
  return ({ socketAddress, forwardedFor }) => {
    // The usual one, of each request that came through a proxy: to ask the lists takes microseconds.
    const isUsual = socketAddress === "127.0.0.1";
    if (!isUsual && !isIn(known, socketAddress)) return socketAddress;
    const own = isUsual || isIn(loopback, socketAddress) ? null : socketAddress;
    if (forwardedFor === null) return own;
    const entries = forwardedFor.split(",").flatMap((entry) => withoutPort(entry.trim()) || []);
    return entries.findLast((entry) => !isIn(known, entry)) ?? entries[0] ?? own;
  };
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    if (!isNetwork(network)) throw new RangeError(`"${network}" is no network. Give an address, or 10.0.0.0/8.`);
    const [address = "", bits] = network.split("/");
    const family = isIPv6(address) ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

function isIn(list: BlockList, address: string): boolean {
  return isIP(address) !== 0 && list.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}

/** Some proxies add the client's port, which differs with each of its connections. */
function withoutPort(entry: string): string {
  return /^\[([^\]]+)\](?::\d+)?$/.exec(entry)?.[1] ?? /^(\d+(?:\.\d+){3}):\d+$/.exec(entry)?.[1] ?? entry;
}
