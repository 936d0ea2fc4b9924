import type { ConformanceCase, ExpectedFailure, Step } from "../case.ts";
import type { JsonObject } from "../json.ts";
import { chainedLife } from "./chained-life.ts";
import { CNI_VERSIONS } from "./versions.ts";

const BACKENDS = ["iptables", "nftables"] as const;

interface Mapping {
  readonly hostPort?: number;
  readonly containerPort?: number;
  readonly protocol?: string;
  readonly hostIP?: string;
}

/** One mapping with these differences from 8080 to 80 of TCP. */
function port(change: Mapping = {}): JsonObject {
  return { hostPort: 8080, containerPort: 80, protocol: "tcp", ...change };
}

const PORTS = [port(), port({ hostPort: 8081, protocol: "udp" }), port({ hostPort: 8082, protocol: "sctp" })];

function previous(cniVersion: string, addresses: readonly string[]): JsonObject {
  const isOld = /^0\.[34]/.test(cniVersion);
  if (/^0\.[12]/.test(cniVersion)) return { cniVersion, ip4: { ip: addresses[0] ?? "" } };
  const ips = addresses.map((address) => ({
    ...(isOld ? { version: address.includes(":") ? "6" : "4" } : {}),
    address,
    interface: 1,
  }));
  return { cniVersion, interfaces: [{ name: "br0" }, { name: "eth0", sandbox: "/run/netns/container" }], ips };
}

const V4 = ["10.1.0.5/24"];
const DUAL = ["10.1.0.5/24", "fd00::5/64"];

function config(extra: JsonObject, mappings: readonly JsonObject[], cniVersion = "1.0.0"): JsonObject {
  const runtimeConfig = { portMappings: mappings };
  return { cniVersion, name: "net", type: "portmap", capabilities: { portMappings: true }, runtimeConfig, ...extra };
}

interface Variation {
  readonly mappings?: readonly JsonObject[];
  readonly addresses?: readonly string[];
  readonly more?: Partial<ConformanceCase>;
}

function one(
  name: string,
  extra: JsonObject,
  { mappings = PORTS, addresses = V4, more }: Variation = {},
): ConformanceCase {
  return {
    name: `portmap/${name}`,
    config: config(extra, mappings),
    steps: chainedLife(previous("1.0.0", addresses)),
    ...more,
  };
}

/** The same with each back-end. */
function both(name: string, extra: JsonObject, variation: Variation = {}): ConformanceCase[] {
  return BACKENDS.map((backend) => one(`${backend}/${name}`, { backend, ...extra }, variation));
}

function failing(
  name: string,
  extra: JsonObject,
  failure: ExpectedFailure,
  mappings?: readonly JsonObject[],
): ConformanceCase {
  const steps: readonly Step[] = [{ verb: "ADD", prevResult: previous("1.0.0", V4) }];
  return one(name, extra, { ...(mappings === undefined ? {} : { mappings }), more: { failure, steps } });
}

const many = (count: number): JsonObject[] => Array.from({ length: count }, (_, at) => port({ hostPort: 9000 + at }));

const OPTIONS: readonly ConformanceCase[] = [
  ...CNI_VERSIONS.flatMap((cniVersion) =>
    BACKENDS.map((backend) => ({
      name: `portmap/${backend}/version-${cniVersion}`,
      config: config({ backend }, PORTS, cniVersion),
      steps: chainedLife(previous(cniVersion, V4)),
    })),
  ),
  one("default-backend", {}),
  ...both("dual", {}, { addresses: DUAL }),
  ...both("ipv6", {}, { addresses: ["fd00::5/64"] }),
  ...both("snat-off", { snat: false }, { addresses: DUAL }),
  ...both("masq-all", { masqAll: true }, { addresses: DUAL }),
  ...both("host-ip", {}, { mappings: [port({ hostIP: "192.0.2.1" }), port({ hostIP: "127.0.0.1", hostPort: 81 })] }),
  ...both("host-ip-any", {}, { mappings: [port({ hostIP: "0.0.0.0" })] }),
  ...both("host-ip-mapped", {}, { mappings: [port({ hostIP: "::ffff:192.0.2.1" })] }),
  ...both(
    "host-ips-of-both",
    {},
    { addresses: DUAL, mappings: [port({ hostIP: "fd00::1" }), port({ hostIP: "192.0.2.1" }), port({ hostIP: "::" })] },
  ),
  ...both("dccp", {}, { mappings: [port({ protocol: "dccp" })] }),
  ...both("no-mappings", {}, { mappings: [] }),
  ...both("same-port-twice", {}, { mappings: [port({ hostIP: "192.0.2.1" }), port({ hostIP: "192.0.2.2" })] }),
  ...both("31-ports", {}, { mappings: many(31) }),
  one("iptables/mark-bit", { backend: "iptables", markMasqBit: 31 }),
  one("iptables/mark-bit-0", { backend: "iptables", markMasqBit: 0 }),
  one(
    "iptables/external-mark-chain",
    { externalSetMarkChain: "EXT-MARK" },
    { more: { arrange: ["iptables -t nat -N EXT-MARK"] } },
  ),
  one("iptables/conditions", { conditionsV4: ["!", "-s", "192.0.2.0/24", "-i", "eth0"] }),
  one("iptables/conditions-with-match", { conditionsV4: ["-m", "mark", "!", "--mark", "0x1/0x3", "-d", "192.0.2.1"] }),
  one(
    "iptables/conditions-of-both",
    { conditionsV4: ["-d", "192.0.2.1"], conditionsV6: ["!", "-d", "fd00::1"] },
    { addresses: DUAL },
  ),
  one("nftables/conditions", { backend: "nftables", conditionsV4: ["ip", "saddr", "!=", "192.0.2.0/24"] }),
  one("nftables/conditions-in-one-text", { backend: "nftables", conditionsV4: ['iifname "eth0" ip daddr 192.0.2.1'] }),
  one("nftables/conditions-empty", { backend: "nftables", conditionsV4: [""] }),
  one("iptables/upper-case", { backend: "iptables" }, { mappings: [port({ protocol: "TCP" })] }),
  one(
    "iptables/long-names",
    { backend: "iptables", name: "n".repeat(150) },
    {
      mappings: [port()],
      more: { steps: chainedLife(previous("1.0.0", V4), { env: { CNI_CONTAINERID: "c".repeat(200) } }) },
    },
  ),
];

const FAILURES: readonly ConformanceCase[] = [
  failing("host-port-0", {}, { code: 7, says: ["Invalid host port number: 0"] }, [port({ hostPort: 0 })]),
  failing("container-port-negative", {}, { code: 7, says: ["Invalid container port number: -1"] }, [
    port({ containerPort: -1 }),
  ]),
  ...BACKENDS.flatMap((backend) => [
    failing(`${backend}/host-port-70000`, { backend }, { code: 7, says: ["70000"] }, [port({ hostPort: 70_000 })]),
    failing(`${backend}/container-port-70000`, { backend }, { code: 7, says: ["70000"] }, [
      port({ containerPort: 70_000 }),
    ]),
    failing(`${backend}/protocol`, { backend }, { code: 7, says: ['unknown protocol "foo"', "8080"] }, [
      port({ protocol: "foo" }),
    ]),
  ]),
  failing("backend", { backend: "foo" }, { code: 7, says: ['unrecognized backend "foo"'] }),
  failing("mark-bit-32", { markMasqBit: 32 }, { code: 7, says: ["MasqMarkBit must be between 0 and 31"] }),
  failing(
    "mark-bit-and-chain",
    { markMasqBit: 3, externalSetMarkChain: "X" },
    { code: 7, says: ["Cannot specify externalSetMarkChain and markMasqBit"] },
  ),
  failing(
    "options-of-iptables",
    { backend: "nftables", externalSetMarkChain: "X", conditionsV4: ["-s", "x"], conditionsV6: ["!"] },
    { code: 7, says: ["iptables-specific options [externalSetMarkChain conditionsV4 conditionsV6]"] },
  ),
  failing(
    "options-of-nftables",
    { backend: "iptables", conditionsV4: ["ip", "saddr", "192.0.2.1"] },
    { code: 7, says: ["nftables-specific options [conditionsV4]"] },
  ),
  failing(
    "iptables/external-mark-chain-missing",
    { externalSetMarkChain: "X" },
    { code: 999, says: ["-j X", "no such file"] },
  ),
  failing("iptables/conditions-unknown", { conditionsV4: ["-q", "1"] }, { code: 7, says: ['conditionsV4: "-q"'] }),
  one(
    "not-chained",
    {},
    { more: { steps: [{ verb: "ADD" }], failure: { code: 7, says: ["must be called as chained plugin"] } } },
  ),
];

const ADD: Step = { verb: "ADD", prevResult: previous("1.0.0", V4) };

const LIVES: readonly ConformanceCase[] = [
  ...both(
    "two-containers",
    {},
    {
      more: {
        containers: 2,
        steps: [
          ADD,
          {
            ...ADD,
            container: 2,
            prevResult: previous("1.0.0", ["10.1.0.6/24"]),
            config: { runtimeConfig: { portMappings: [port({ hostPort: 99 })] } },
          },
          { verb: "DEL" },
          { verb: "DEL", container: 2 },
        ],
      },
    },
  ),
  one(
    "iptables/added-twice",
    { backend: "iptables" },
    { more: { steps: [ADD, { ...ADD, label: "ADD again" }, { verb: "DEL" }] } },
  ),
  ...both("namespace-gone", {}, { more: { steps: [ADD, { verb: "DEL", arrange: ["ip netns del container"] }] } }),
  ...both("without-netns", {}, { more: { steps: [ADD, { verb: "DEL", env: { CNI_NETNS: null } }] } }),
  ...both("without-previous-result", {}, { more: { steps: [ADD, { verb: "DEL", prevResult: "none" }] } }),
  one(
    "iptables/drift",
    { backend: "iptables" },
    {
      more: {
        steps: [
          ADD,
          {
            verb: "CHECK",
            arrange: ["iptables -t nat -F CNI-HOSTPORT-DNAT"],
            failure: { code: 100, says: ["CNI-HOSTPORT-DNAT not found in table nat"] },
          },
        ],
      },
    },
  ),
  one(
    "nftables/drift",
    { backend: "nftables" },
    {
      more: {
        steps: [
          ADD,
          {
            verb: "CHECK",
            arrange: ["nft flush chain ip cni_hostport hostports"],
            failure: { code: 100, says: ['rule in "hostports" chain'] },
          },
        ],
      },
    },
  ),
  one(
    "iptables/rules-of-others",
    { backend: "iptables" },
    {
      more: {
        arrange: [
          "iptables -t nat -A POSTROUTING -s 10.9.0.0/16 -j MASQUERADE",
          "iptables -t nat -A PREROUTING -p tcp --dport 22 -j RETURN",
          "iptables -t nat -P OUTPUT ACCEPT",
        ],
      },
    },
  ),
];

const bridge = (backend: string): readonly JsonObject[] => [
  {
    cniVersion: "1.0.0",
    name: "net",
    type: "bridge",
    bridge: "br0",
    isGateway: true,
    ipam: { type: "host-local", subnet: "10.1.0.0/24" },
  },
  config({ backend }, PORTS),
];

export const PORTMAP_CASES: readonly ConformanceCase[] = [
  ...OPTIONS,
  ...FAILURES,
  ...LIVES,
  ...BACKENDS.map((backend) => ({ name: `portmap/${backend}/behind-bridge`, config: bridge(backend) })),
];
