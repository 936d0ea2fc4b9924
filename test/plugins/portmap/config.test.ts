import t from "tap";
import type { PluginCall } from "../../../src/cni/skel/plugin.ts";
import { findMappings, loadPortmapConfig } from "../../../src/plugins/portmap/config.ts";
import { readForwarding } from "../../../src/plugins/portmap/forwarding.ts";
import { formatMapping, hostAddress } from "../../../src/plugins/portmap/port-mapping.ts";
import { requirePrevResult } from "../../../src/plugins/shared/prev-result.ts";
import { makeCall, outcomeOf } from "../cni-call.ts";

const mapping = { hostPort: 8080, containerPort: 80, protocol: "tcp" };
const withMappings = (...portMappings: object[]) => ({ type: "portmap", runtimeConfig: { portMappings } });
const load = (config: Readonly<Record<string, unknown>>, command: PluginCall["command"] = "ADD") =>
  outcomeOf(() => loadPortmapConfig(makeCall({ type: "portmap", ...config }, { command })));

t.test("defaults", async (t) => {
  t.strictSame(load({}), {
    ...{ backend: undefined, snat: true, masqAll: false, markMasqBit: 13, externalSetMarkChain: undefined },
    ...{ conditions: { 4: [], 6: [] }, mappings: [] },
  });
});

t.test("mappings", async (t) => {
  const { mappings } = loadPortmapConfig(
    makeCall(
      withMappings(
        mapping,
        { ...mapping, protocol: "UDP", hostIP: "192.0.2.1" },
        { ...mapping, protocol: "132", hostIP: "::" },
        { ...mapping, hostIP: "::ffff:192.0.2.1" },
        { ...mapping, hostIP: "fd00::1" },
        { ...mapping, hostIP: "x" },
      ),
    ),
  );
  t.strictSame(mappings.map(formatMapping), [
    "8080/tcp",
    "192.0.2.1:8080/udp",
    "[::]:8080/sctp",
    "192.0.2.1:8080/tcp",
    "[fd00::1]:8080/tcp",
    "x:8080/tcp",
  ]);
  t.strictSame(mappings.map(hostAddress), [undefined, "192.0.2.1", undefined, "192.0.2.1", "fd00::1", undefined]);
});

t.test("what is refused, in the words of the reference", async (t) => {
  const refused = (config: object) => load(config as Readonly<Record<string, unknown>>);
  t.equal(refused(withMappings({ ...mapping, hostPort: 0 })), "7 failed to parse config: Invalid host port number: 0");
  t.equal(
    refused(withMappings({ ...mapping, containerPort: 65_536 })),
    "7 failed to parse config: Invalid container port number: 65536",
  );
  t.match(refused(withMappings({ ...mapping, protocol: "icmp" })), /unknown protocol "icmp" of host port 8080/);
  t.match(refused({ markMasqBit: -1 }), /MasqMarkBit must be between 0 and 31$/);
  t.match(refused({ backend: "" }), /unrecognized backend ""$/);
  t.match(
    refused({ backend: "nftables", conditionsV6: ["!", "-s", "x"] }),
    /iptables-specific options \[conditionsV6\]$/,
  );
  t.match(
    refused({ backend: "iptables", conditionsV6: ["ip6 saddr x"] }),
    /nftables-specific options \[conditionsV6\]$/,
  );
  t.equal(load({ markMasqBit: 32 }, "CHECK"), "7 MasqMarkBit must be between 0 and 31");
});

t.test("a DEL reads as many mappings as it can", async (t) => {
  t.equal(findMappings(makeCall(withMappings(mapping), { command: "DEL" })).length, 1);
  t.strictSame(findMappings(makeCall(withMappings({ ...mapping, hostPort: 0 }), { command: "DEL" })), []);
});

t.test("the container's addresses are the first of its own interface", async (t) => {
  const call = makeCall(withMappings(mapping, { ...mapping, hostIP: "fd00::9" }));
  const address = (value: string) => ({ address: value });
  const prevResult = {
    cniVersion: "1.1.0",
    interfaces: [{ name: "br0" }, { name: "eth0", sandbox: "/x" }, { name: "eth1", sandbox: "/x" }],
    ips: [
      { ...address("10.9.0.1/24"), interface: 0 },
      { ...address("10.9.0.2/24"), interface: 2 },
      { ...address("10.1.0.5/24"), interface: 1 },
      { ...address("10.1.0.6/24"), interface: 1 },
      address("fd00::5/64"),
    ],
  };
  const result = requirePrevResult(makeCall({ type: "portmap", prevResult }), "no result");
  const forwarding = readForwarding(call, { config: loadPortmapConfig(call), result });
  t.strictSame(
    forwarding.families.map(({ family, container, mappings }) => [family, container.length, mappings.length]),
    [
      [4, 24, 1],
      [6, 64, 2],
    ],
  );
  t.equal(forwarding.families[0]?.container.address.value, 0x0a010005n);
});
