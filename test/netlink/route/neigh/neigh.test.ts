import t from "tap";
import type { MessageCodec } from "../../../../src/netlink/message/message-codec.ts";
import type { FdbInput } from "../../../../src/netlink/route/neigh/fdb-client.ts";
import type { NeighInput } from "../../../../src/netlink/route/neigh/neigh-client.ts";
import { ndmsg, neighAttrs, neighMessage } from "../../../../src/netlink/route/neigh/neigh-message.ts";
import type { RouteClient } from "../../../../src/netlink/route/route-client.ts";
import * as uapi from "../../../../src/netlink/uapi/neighbour.ts";
import { testFixtures } from "../message-fixtures.ts";

const [v1, v0, third] = [2, 3, 4];
const lladdr = "02:00:00:00:00:01";
const there = { index: v0, dst: "10.1.0.7" };
const add = (neigh: NeighInput) => (client: RouteClient) => client.neigh.add(neigh);
const addFdb = (entry: FdbInput) => (client: RouteClient) => client.fdb.add(entry);
const port = { index: v1, lladdr, flags: uapi.NTF_MASTER };
const tunnel = { index: third, lladdr };
/** What `bridge` calls static. */
const STATIC = uapi.NUD_NOARP | uapi.NUD_REACHABLE;

testFixtures(t, {
  folder: "neigh",
  headerSize: ndmsg.size,
  codec: neighMessage as MessageCodec<object, object>,
  attrs: neighAttrs,
  uncovered: {
    fdbExtAttrs: "iproute2 reads it only",
    linkNetnsid: "tunnels over links of other namespaces",
    ndmFlagsMask: "not among the flags that iproute2 here flushes by",
  },
  // We have lookups acknowledged.
  differences: {
    get: ["- nlmsghdr 1e000100", "+ nlmsghdr 1e000500"],
    "fdb-get": ["- nlmsghdr 1e000100", "+ nlmsghdr 1e000500"],
  },
  intents: {
    permanent: add({ ...there, lladdr }),
    reachable: add({ ...there, lladdr, state: uapi.NUD_REACHABLE }),
    "noarp-protocol": add({ ...there, lladdr, state: uapi.NUD_NOARP, protocol: 4 }),
    "ipv6-router": add({ index: v0, dst: "2001:db8::7", lladdr, flags: uapi.NTF_ROUTER }),
    "extern-learn": add({ ...there, lladdr, flags: uapi.NTF_EXT_LEARNED }),
    managed: add({ ...there, flagsExt: uapi.NTF_EXT_MANAGED }),
    proxy: add({ index: v0, dst: "10.1.0.9", flags: uapi.NTF_PROXY }),
    replace: (client) => client.neigh.replace({ ...there, lladdr: "02:00:00:00:00:02" }),
    change: (client) => client.neigh.change({ ...there, lladdr: "02:00:00:00:00:02" }),
    delete: (client) => client.neigh.delete(there),
    get: (client) => client.neigh.get(there),
    "list-master": (client) => client.neigh.list({ master: third }),
    "fdb-master-static": addFdb({ ...port, state: STATIC }),
    "fdb-master-local-vlan": addFdb({ ...port, vlan: 5 }),
    "fdb-sticky": addFdb({ ...port, flags: uapi.NTF_MASTER | uapi.NTF_STICKY, state: STATIC }),
    "fdb-self": addFdb({ index: v1, lladdr }),
    "fdb-vxlan": addFdb({ ...tunnel, dst: "192.0.2.9", port: 8472, vni: 9, ifindex: v0 }),
    "fdb-vxlan-ipv6": addFdb({ ...tunnel, dst: "2001:db8::9" }),
    "fdb-vxlan-src-vni": addFdb({ ...tunnel, dst: "192.0.2.9", srcVni: 77 }),
    "fdb-vxlan-nhid": addFdb({ ...tunnel, nhId: 12 }),
    "fdb-append": (client) => client.fdb.append({ index: third, lladdr: "00:00:00:00:00:00", dst: "192.0.2.10" }),
    "fdb-replace": (client) => client.fdb.replace({ ...port, state: STATIC }),
    "fdb-delete": (client) => client.fdb.delete(port),
    "fdb-get": (client) => client.fdb.get({ lladdr, master: third }),
    "fdb-list-bridge": (client) => client.fdb.list({ master: third }),
    "fdb-flush": (client) =>
      client.fdb.flush({
        index: third,
        port: v1,
        vlan: 5,
        state: { value: 0, mask: uapi.NUD_PERMANENT | uapi.NUD_NOARP },
      }),
  },
});
