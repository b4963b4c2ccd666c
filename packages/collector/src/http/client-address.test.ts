import { expect, test } from "vitest";
import { createClientAddress, isNetwork } from "./client-address.ts";

test.each([
  ["a visitor from outside is counted by the socket", "192.0.2.7", null, "192.0.2.7"],
  ["what a visitor from outside claims is not believed", "192.0.2.7", "127.0.0.1", "192.0.2.7"],
  ["this machine itself is exempt", "127.0.0.1", null, null],
  ["this machine itself is exempt whatever its loopback address", "127.0.0.53", null, null],
  ["this machine itself is exempt over IPv6", "::1", null, null],
  ["this machine itself is exempt through a dual-stack socket", "::ffff:127.0.0.1", null, null],
  ["behind a proxy on this machine its own entry counts", "127.0.0.1", "10.0.0.1, 192.0.2.9", "192.0.2.9"],
  ["behind two of them the one that was asked from outside", "127.0.0.1", "198.51.100.1,192.0.2.9, ::1", "192.0.2.9"],
  ["what a proxy passes on of this machine is not exempt", "127.0.0.1", "127.0.0.1", "127.0.0.1"],
  ["a proxy on another machine that nobody named counts itself", "10.1.2.3", "192.0.2.9", "10.1.2.3"],
])("%s", (_what, socketAddress, forwardedFor, expected) => {
  expect(createClientAddress([])({ socketAddress, forwardedFor })).toBe(expected);
});

test.each([
  ["a named proxy's entry counts", "10.1.2.3", "192.0.2.9", "192.0.2.9"],
  ["through a dual-stack socket, too", "::ffff:10.1.2.3", "192.0.2.9", "192.0.2.9"],
  ["of a chain of them the first one's", "10.1.2.3", "203.0.113.1, 192.0.2.9, 2001:db8::7, 10.9.9.9", "192.0.2.9"],
  ["without an entry it counts itself", "10.1.2.3", null, "10.1.2.3"],
  ["with empty ones as well", "2001:db8::7", " , ", "2001:db8::7"],
  ["a client in the proxies' own network is the first of them", "10.1.2.3", "10.5.5.5, 10.6.6.6", "10.5.5.5"],
  ["nobody else is believed", "192.0.2.7", "192.0.2.9", "192.0.2.7"],
  ["the client's port doesn't make it somebody else", "10.1.2.3", "192.0.2.9:50123", "192.0.2.9"],
  ["nor does it over IPv6", "10.1.2.3", "[2001:db8:1::9]:50123", "2001:db8:1::9"],
  ["what is no address is nobody's proxy", "10.1.2.3", "unknown", "unknown"],
])("where proxies are named, %s", (_what, socketAddress, forwardedFor, expected) => {
  const addressOf = createClientAddress(["10.0.0.0/8", "2001:db8::7"]);
  expect(addressOf({ socketAddress, forwardedFor })).toBe(expected);
});

test.each([
  ["10.0.0.1", true],
  ["10.0.0.0/8", true],
  ["::1", true],
  ["2001:db8::/32", true],
  ["10.0.0.0/33", false],
  ["2001:db8::/129", false],
  ["10.0.0.0/", false],
  ["10.0.0/8", false],
  ["10.0.0.0/8/8", false],
  ["proxy.internal", false],
  ["", false],
])("%j is a network: %s", (text, expected) => {
  expect(isNetwork(text)).toBe(expected);
});
