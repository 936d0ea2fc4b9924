import t from "tap";
import { findBorrowers, maskForwarding, maskLink, maskResult } from "./borrowed-address.ts";
import type { NamespaceState } from "./snapshot.ts";

const LOW = "02:00:00:00:00:01";
const HIGH = "02:00:00:00:00:02";

function host(address: string, { type = "1", ports = [HIGH, LOW] } = {}): NamespaceState {
  const ids = { bridge_id: `8000.${address}`, root_id: `8000.${address}`, priority: 1 };
  const nothing = {
    addresses: [],
    routes: [],
    rules: [],
    neighbours: [],
    qdiscs: [],
    filters: [],
    vlans: [],
    nftables: [],
    iptables: {},
    sysctls: {},
  };
  return {
    ...nothing,
    links: [
      { ifname: "br0", address, linkinfo: { info_kind: "bridge", info_data: ids } },
      ...ports.map((port, at) => ({
        ...{ ifname: `v${at}`, master: "br0", address: port },
        linkinfo: { info_slave_kind: "bridge", info_slave_data: ids },
      })),
    ],
    fdb: [
      { mac: LOW, ifname: "br0" },
      { mac: LOW, ifname: "v1" },
    ],
    addressAssignTypes: { br0: type },
  };
}

const mask = (state: NamespaceState) => {
  const borrowers = findBorrowers(state);
  return { links: state.links.map((link) => maskLink(link, borrowers)), fdb: maskForwarding(state.fdb, borrowers) };
};

t.test("which port lends a bridge its address is not seen", async (t) => {
  const { links, fdb } = mask(host(LOW));
  const masked = "<lowest mac of its ports>";
  const ids = { bridge_id: `8000.${masked}`, root_id: `8000.${masked}`, priority: 1 };
  t.match(links, [
    { address: masked, linkinfo: { info_data: ids } },
    { address: HIGH, linkinfo: { info_slave_data: ids } },
    { address: LOW, linkinfo: { info_slave_data: ids } },
  ]);
  t.strictSame(fdb, [{ mac: LOW, ifname: "v1" }]);
  const result = (mac: string) =>
    JSON.stringify(
      {
        interfaces: [
          { mac, name: "br0" },
          { mac, name: "v1" },
        ],
      },
      null,
      4,
    );
  const borrowers = findBorrowers(host(LOW));
  t.equal(maskResult(result(LOW), borrowers), result(LOW).replace(LOW, masked));
  t.equal(maskResult(result("02:00:00:00:00:03"), borrowers), result("02:00:00:00:00:03"), "an address of its own");
});

t.test("an address of the bridge's own, one that was given, and the only port's are compared", async (t) => {
  for (const state of [host(HIGH), host(LOW, { type: "3" }), host(LOW, { ports: [LOW] })]) {
    t.strictSame(mask(state), { links: state.links, fdb: state.fdb });
  }
});
