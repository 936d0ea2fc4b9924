import t from "tap";
import type { MessageCodec } from "../../../../src/netlink/message/message-codec.ts";
import { addrAttrs, addrMessage, ifaddrmsg } from "../../../../src/netlink/route/addr/addr-message.ts";
import { decodeAddress } from "../../../../src/netlink/route/addr/address.ts";
import {
  IFA_F_DEPRECATED,
  IFA_F_NODAD,
  IFA_F_NOPREFIXROUTE,
  IFA_F_PERMANENT,
  IFA_F_SECONDARY,
  IFA_F_TENTATIVE,
} from "../../../../src/netlink/uapi/if_addr.ts";
import { RT_SCOPE_LINK } from "../../../../src/netlink/uapi/rtnetlink.ts";
import { AF_INET6 } from "../../../../src/netlink/uapi/socket.ts";
import { type Printed, readFixtures } from "../fixture.ts";
import { testFixtures } from "../message-fixtures.ts";

const index = 3;
const v4 = { index, address: "10.1.0.5/16" };
const v6 = { index, address: "2001:db8::1/64" };

testFixtures(t, {
  folder: "addr",
  headerSize: ifaddrmsg.size,
  codec: addrMessage as MessageCodec<object, object>,
  decode: decodeAddress,
  attrs: addrAttrs,
  uncovered: {
    anycast: "only RTM_GETANYCAST reports it",
    multicast: "only RTM_GETMULTICAST reports it",
    targetNetnsid: "iproute2 does not ask for it; test/kernel/netlink/addr does",
  },
  intents: {
    ipv4: (client) => client.addr.add(v4),
    "ipv4-without-length": (client) => client.addr.add({ index, address: "10.1.0.5" }),
    "broadcast-and-label": (client) => client.addr.add({ ...v4, broadcast: "10.1.255.255", label: "v0:x" }),
    peer: (client) => client.addr.add({ index, address: "10.9.0.1/32", peer: "10.9.0.2" }),
    "peer-in-a-net": (client) => client.addr.add({ index, address: "10.9.0.1/24", peer: "10.9.0.2" }),
    "loopback-range": (client) => client.addr.add({ index, address: "127.0.0.2/8" }),
    lifetimes: (client) => client.addr.add({ ...v4, cacheinfo: { preferred: 1000, valid: 2000 } }),
    metric: (client) => client.addr.add({ ...v4, rtPriority: 50 }),
    ipv6: (client) => client.addr.add(v6),
    "ipv6-nodad-noprefixroute": (client) => client.addr.add({ ...v6, flags: IFA_F_NODAD | IFA_F_NOPREFIXROUTE }),
    "ipv6-peer": (client) => client.addr.add({ index, address: "2001:db8::1/128", peer: "2001:db8::2" }),
    "ipv6-lifetimes": (client) =>
      client.addr.add({ ...v6, flags: IFA_F_NODAD, cacheinfo: { preferred: 0, valid: 2000 } }),
    "scope-link-noprefixroute": (client) =>
      client.addr.add({ ...v4, scope: RT_SCOPE_LINK, flags: IFA_F_NOPREFIXROUTE }),
    "link-local": (client) => client.addr.list({ index }),
    replace: (client) => client.addr.replace({ ...v4, cacheinfo: { preferred: 400, valid: 500 } }),
    change: (client) => client.addr.change({ ...v6, cacheinfo: { preferred: 400, valid: 500 } }),
    delete: (client) => client.addr.delete(v4),
    "delete-ipv6": (client) => client.addr.delete(v6),
    "two-addresses-in-one-net": (client) => client.addr.list({ index }),
  },
});

const SCOPES: Readonly<Record<number, string>> = { 0: "global", 253: "link", 254: "host" };

/** The members of iproute2's JSON that say something of the object. */
function print(message: Uint8Array): Printed {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const address = decodeAddress(view, 16, message.length);
  const [local, prefixlen] = address.address.split("/");
  const seconds = (value = 0): number => (value === Number.POSITIVE_INFINITY ? 0xffffffff : value);
  return {
    family: address.family === AF_INET6 ? "inet6" : "inet",
    local,
    prefixlen: Number(prefixlen),
    scope: SCOPES[address.scope],
    valid_life_time: seconds(address.cacheinfo?.valid),
    preferred_life_time: seconds(address.cacheinfo?.preferred),
    ...(address.peer === undefined ? {} : { address: address.peer }),
    ...(address.label === undefined ? {} : { label: address.label }),
    ...(address.broadcast === undefined ? {} : { broadcast: address.broadcast }),
    ...(address.rtPriority === undefined ? {} : { metric: address.rtPriority }),
    ...((address.flags & IFA_F_NODAD) === 0 ? {} : { nodad: true }),
    ...((address.flags & IFA_F_NOPREFIXROUTE) === 0 ? {} : { noprefixroute: true }),
    ...((address.flags & IFA_F_TENTATIVE) === 0 ? {} : { tentative: true }),
    ...((address.flags & IFA_F_DEPRECATED) === 0 ? {} : { deprecated: true }),
    ...((address.flags & IFA_F_PERMANENT) !== 0 ? {} : { dynamic: true }),
    ...((address.flags & IFA_F_SECONDARY) === 0 ? {} : { secondary: true }),
  };
}

t.test("addresses say what iproute2 prints of them", async (t) => {
  for (const { name, show } of readFixtures("addr")) {
    if (show === undefined) continue;
    const printed = show.printed.flatMap((link) => link.addr_info as Printed[]);
    t.strictSame(show.replies.map(print), printed, name);
  }
});

t.test("what iproute2 does not print", async (t) => {
  const show = readFixtures("addr").find(({ name }) => name === "link-local")?.show;
  const message = show?.replies[0] ?? new Uint8Array(16);
  const address = decodeAddress(new DataView(message.buffer, message.byteOffset), 16, message.length);
  t.equal(address.proto, 3, "IFAPROT_KERNEL_LL");
  t.equal(address.address, "fe80::ff:fe00:a0/64");
  t.equal(address.peer, undefined);
});
