import type { ConformanceCase, ExpectedFailure, Step } from "../case.ts";
import type { JsonObject } from "../json.ts";
import { chainedLife } from "./chained-life.ts";
import { CNI_VERSIONS } from "./versions.ts";

const INGRESS: JsonObject = { ingressRate: 8_000_000, ingressBurst: 800_000 };
const EGRESS: JsonObject = { egressRate: 16_000_000, egressBurst: 1_600_000 };
const BOTH: JsonObject = { ...INGRESS, ...EGRESS };
/** sha512 of "net" and the container's id. */
const IFB = "bwp628bde825961";

/** What a plugin before would have made. */
const INTERFACE =
  "ip link add host0 address 02:00:00:00:00:02 type veth peer name eth0 address 02:00:00:00:00:01 netns container";

function bandwidth(extra: JsonObject = {}): JsonObject {
  return { cniVersion: "1.1.0", name: "net", type: "bandwidth", ...extra };
}

function previous(cniVersion = "1.1.0", host = "host0"): JsonObject {
  if (/^0\.[12]/.test(cniVersion)) return { cniVersion, ip4: { ip: "10.1.0.5/24" } };
  const interfaces = [
    { name: host, mac: "02:00:00:00:00:02" },
    { name: "eth0", mac: "02:00:00:00:00:01", sandbox: "/run/netns/container" },
  ];
  return { cniVersion, interfaces };
}

const PREVIOUS = previous();

/** A whole life with an interface that is there already. */
function alone(name: string, extra: JsonObject, more: Partial<ConformanceCase> = {}): ConformanceCase {
  return {
    name: `bandwidth/${name}`,
    config: bandwidth(extra),
    arrange: [INTERFACE],
    steps: chainedLife(PREVIOUS),
    ...more,
  };
}

/** An ADD that must fail, and a DEL. */
function failing(
  name: string,
  extra: JsonObject,
  failure: ExpectedFailure,
  more: Partial<ConformanceCase> = {},
): ConformanceCase {
  const steps: readonly Step[] = [{ verb: "ADD", prevResult: PREVIOUS }, { verb: "DEL" }];
  return alone(name, extra, { failure, steps, ...more });
}

const LIMITS: readonly ConformanceCase[] = [
  ...CNI_VERSIONS.filter((version) => !/^0\.[12]/.test(version)).map((cniVersion) =>
    alone(`version-${cniVersion}`, { cniVersion, ...BOTH }, { steps: chainedLife(previous(cniVersion)) }),
  ),
  alone(
    "version-0.2.0",
    { cniVersion: "0.2.0", ...BOTH },
    { steps: [{ verb: "VERSION" }, ...chainedLife(previous("0.2.0"))] },
  ),
  alone("nothing", {}),
  alone("ingress", INGRESS),
  alone("egress", EGRESS),
  alone("zeros", { ingressRate: 0, ingressBurst: 0, egressRate: 0, egressBurst: 0 }),
  alone("keys-in-any-case", { INGRESSRATE: 8_000_000, ingressburst: 800_000 }),
  alone("no-whole-bytes", { ingressRate: 8_000_007, ingressBurst: 800_007, egressRate: 999_999, egressBurst: 999_999 }),
  alone("least", { ingressRate: 8, ingressBurst: 8, egressRate: 8, egressBurst: 80_000 }),
  alone("slow-with-a-large-burst", {
    ingressRate: 8000,
    ingressBurst: 8_000_000,
    egressRate: 8000,
    egressBurst: 2 ** 31,
  }),
  alone("odd-quotients", { ingressRate: 7_777_777, ingressBurst: 333_333, egressRate: 56, egressBurst: 999_992 }),
  alone("64-bit-rates", {
    ingressRate: 80_000_000_000,
    ingressBurst: 800_000,
    egressRate: 34_359_738_368,
    egressBurst: 4_000_000,
  }),
  alone("rate-of-32-bits", {
    ingressRate: 34_359_738_360,
    ingressBurst: 800_000,
    egressRate: 34_359_738_352,
    egressBurst: 4_000_000,
  }),
  alone("largest-burst", { ingressRate: 8_000_000, ingressBurst: 34_359_738_359 }),
  alone("burst-of-more-ticks-than-fit", {
    ingressRate: 8,
    ingressBurst: 34_359_738_000,
    egressRate: 80,
    egressBurst: 1e10,
  }),
  alone("mtu", BOTH, { arrange: [INTERFACE, "ip link set host0 mtu 1400"] }),
  alone("jumbo", EGRESS, { arrange: [INTERFACE, "ip link set host0 mtu 9000"] }),
  alone("link-is-up", BOTH, {
    arrange: [INTERFACE, "ip link set host0 up", "ip -n container link set eth0 up"],
  }),
  alone("result-with-addresses", BOTH, {
    steps: [
      {
        verb: "ADD",
        prevResult: {
          ...PREVIOUS,
          ips: [{ address: "10.1.0.5/24", gateway: "10.1.0.1", interface: 1 }],
          routes: [{ dst: "0.0.0.0/0" }],
          dns: { nameservers: ["10.1.0.1"] },
        },
      },
      { verb: "CHECK" },
      { verb: "DEL" },
    ],
  }),
  alone("several-host-interfaces", BOTH, {
    arrange: ["ip link add br0 type bridge", "ip link add other type veth peer name other-peer", INTERFACE],
    steps: [
      {
        verb: "ADD",
        prevResult: {
          cniVersion: "1.1.0",
          interfaces: [
            { name: "br0" },
            { name: "other" },
            { name: "host0", mac: "02:00:00:00:00:02" },
            { name: "eth0", sandbox: "/run/netns/container" },
          ],
        },
      },
      { verb: "CHECK" },
      { verb: "DEL" },
    ],
  }),
];

const RUNTIME = { capabilities: { bandwidth: true }, runtimeConfig: { bandwidth: BOTH } };
const SOURCES: readonly ConformanceCase[] = [
  alone("of-the-runtime", RUNTIME),
  alone("of-the-runtime-one-way", { runtimeConfig: { bandwidth: EGRESS } }),
  alone("of-the-runtime-nothing", { runtimeConfig: { bandwidth: {} } }),
  alone("configuration-over-runtime", { ...RUNTIME, ingressRate: 4_000_000, ingressBurst: 400_000 }),
  alone("zero-over-runtime", { ...RUNTIME, ingressRate: 0 }),
  alone("null-over-runtime", { ...RUNTIME, egressBurst: null }),
  alone("subnets-are-not-known", { ...BOTH, shapedSubnets: ["10.0.0.0/8"], unshapedSubnets: ["10.1.0.0/16"] }),
];

const FAILURES: readonly ConformanceCase[] = [
  failing("rate-without-burst", { ingressRate: 8000 }, { code: 7, says: ["if rate is set, burst must also be set"] }),
  failing("burst-without-rate", { egressBurst: 8000 }, { code: 7, says: ["if burst is set, rate must also be set"] }),
  failing(
    "burst-of-4-gb",
    { ingressRate: 8000, ingressBurst: 34_359_738_360 },
    { code: 7, says: ["burst cannot be more than 4GB"] },
  ),
  failing("negative", { ingressRate: -1, ingressBurst: 8000 }, { code: 7, says: ["ingressRate", "negative"] }),
  failing("text", { ingressRate: "1M", ingressBurst: 8000 }, { code: 6, says: ["ingressRate"] }),
  failing("fraction", { egressRate: 1.5, egressBurst: 8000 }, { code: 6, says: ["egressRate"] }),
  failing(
    "less-than-a-byte",
    { ingressRate: 7, ingressBurst: 8000 },
    { code: 7, says: ["less than one byte a second"] },
  ),
  failing("burst-less-than-a-byte", { ingressRate: 8000, ingressBurst: 7 }, { code: 7, says: ["less than one byte"] }),
  failing("burst-too-small", { egressRate: 8e12, egressBurst: 8 }, { code: 7, says: ["egressBurst is too small"] }),
  failing(
    "no-interfaces",
    BOTH,
    { code: 7, says: ["no interfaces provided"] },
    { steps: [{ verb: "ADD", prevResult: { cniVersion: "1.1.0", ips: [{ address: "10.1.0.5/24" }] } }] },
  ),
  failing(
    "interface-of-another-kind",
    BOTH,
    { code: 7, says: ["container interface eth0 has no veth peer"] },
    { arrange: ["ip -n container link add eth0 type ifb"] },
  ),
  failing("no-interface", BOTH, { code: 7, says: ["container interface eth0 has no veth peer"] }, { arrange: [] }),
  failing(
    "peer-is-elsewhere",
    BOTH,
    { code: 7, says: ["is not in host ns"] },
    { arrange: ["ip -n container link add eth0 index 77 type veth peer name peer0 index 78"] },
  ),
  failing(
    "peer-is-not-in-the-result",
    BOTH,
    { code: 7, says: ["no veth peer of container interface found in host ns"] },
    { steps: [{ verb: "ADD", prevResult: previous("1.1.0", "other0") }, { verb: "DEL" }] },
  ),
  failing(
    "no-previous-result",
    BOTH,
    { code: 7, says: ["must be called as"] },
    { steps: [{ verb: "ADD" }, { verb: "CHECK", prevResult: "none" }, { verb: "DEL" }] },
  ),
  failing(
    "nothing-and-no-previous-result",
    {},
    { code: 7, says: ["must be called as chained plugin"] },
    { steps: [{ verb: "ADD" }, { verb: "DEL" }] },
  ),
  failing(
    "qdisc-that-is-there",
    BOTH,
    { code: 999, says: ["create qdisc", "file exists"] },
    { arrange: [INTERFACE, "tc qdisc add dev host0 root handle 5: tbf rate 1mbit burst 10kb limit 20kb"] },
  ),
  failing(
    "ingress-qdisc-that-is-there",
    BOTH,
    { code: 999, says: ["create ingress qdisc", "file exists"] },
    { arrange: [INTERFACE, "tc qdisc add dev host0 ingress"] },
  ),
  failing(
    "ifb-that-is-there",
    EGRESS,
    { code: 999, says: ["adding link", "file exists"] },
    { arrange: [INTERFACE, `ip link add ${IFB} type ifb`] },
  ),
  failing(
    "added-twice",
    BOTH,
    { code: 999, says: ["file exists"] },
    {
      steps: [
        { verb: "ADD", prevResult: PREVIOUS },
        { verb: "ADD", label: "ADD again", prevResult: PREVIOUS },
        { verb: "DEL" },
      ],
    },
  ),
];

function drifting(name: string, line: string, ...says: readonly string[]): ConformanceCase {
  const check: Step = { verb: "CHECK", arrange: [line], failure: { code: 100, says } };
  return alone(`drift-${name}`, BOTH, { steps: [{ verb: "ADD", prevResult: PREVIOUS }, check, { verb: "DEL" }] });
}

const change = (dev: string, words: string) => `tc qdisc change dev ${dev} root handle 1: tbf ${words}`;

const DRIFTS: readonly ConformanceCase[] = [
  drifting("rate", change("host0", "rate 16mbit burst 100000 limit 125000"), "Rate doesn't match"),
  drifting("limit", change("host0", "rate 8mbit burst 100000 limit 125001"), "Limit doesn't match"),
  drifting("buffer", change("host0", "rate 8mbit burst 200000 limit 125000"), "Buffer doesn't match"),
  drifting("rate-of-ifb", change(IFB, "rate 8mbit burst 200000 limit 250000"), "Rate doesn't match"),
  drifting("no-qdisc", "tc qdisc delete dev host0 root", "Failed to find qdisc"),
  drifting("other-qdisc", "tc qdisc replace dev host0 root handle 7: pfifo", "Failed to find qdisc"),
  drifting("no-filter", "tc filter delete dev host0 parent ffff:", "Failed to find filter"),
  drifting("no-ingress", "tc qdisc delete dev host0 ingress", "Failed to find filter"),
  drifting("no-ifb", `ip link delete ${IFB}`, "get ifb device"),
];

/** ADD, something that happens, DEL. */
function deleted(name: string, arrange: readonly string[], more: Partial<Step> = {}): ConformanceCase {
  const steps: readonly Step[] = [
    { verb: "ADD", prevResult: PREVIOUS },
    { verb: "DEL", arrange, ...more },
  ];
  return alone(`del-${name}`, BOTH, { steps });
}

const DELETIONS: readonly ConformanceCase[] = [
  deleted("ifb-gone", [`ip link delete ${IFB}`]),
  deleted("interface-gone", ["ip link delete host0"]),
  deleted("namespace-gone", ["ip netns del container"]),
  deleted("without-netns", [], { env: { CNI_NETNS: null } }),
  deleted("of-another-container", [], { env: { CNI_CONTAINERID: "other" } }),
  deleted("without-limits", [], { config: { ingressRate: 0, ingressBurst: 0, egressRate: 0, egressBurst: 0 } }),
  deleted("with-wrong-limits", [], { config: { egressBurst: 0 } }),
];

const IPAM: JsonObject = { type: "host-local", dataDir: "/mnt/data", subnet: "10.1.0.0/16" };
const BRIDGE: JsonObject = { type: "bridge", bridge: "br0", isDefaultGateway: true, ipam: IPAM };
const PTP: JsonObject = { type: "ptp", ipam: IPAM };

function list(cniVersion: string, ...plugins: readonly JsonObject[]): readonly JsonObject[] {
  return plugins.map((plugin) => ({ ...plugin, cniVersion, name: "net" }));
}

const TWO_CONTAINERS: readonly Step[] = [
  { verb: "ADD" },
  { verb: "ADD", container: 2 },
  { verb: "CHECK" },
  { verb: "DEL" },
  { verb: "CHECK", container: 2 },
  { verb: "DEL", container: 2 },
];

const CHAINS: readonly ConformanceCase[] = [
  ...["0.3.1", "0.4.0", "1.0.0", "1.1.0"].map((version) => ({
    name: `bandwidth/after-bridge-${version}`,
    config: list(version, BRIDGE, bandwidth(BOTH)),
  })),
  { name: "bandwidth/after-bridge-mtu", config: list("1.1.0", { ...BRIDGE, mtu: 1400 }, bandwidth(BOTH)) },
  { name: "bandwidth/after-ptp", config: list("1.1.0", PTP, bandwidth(BOTH)) },
  { name: "bandwidth/after-ptp-of-the-runtime", config: list("1.0.0", PTP, bandwidth(RUNTIME)) },
  { name: "bandwidth/after-ptp-egress", config: list("1.1.0", { ...PTP, mtu: 1300 }, bandwidth(EGRESS)) },
  {
    name: "bandwidth/after-ptp-and-tuning",
    config: list("1.1.0", PTP, { type: "tuning", mtu: 1400 }, bandwidth(BOTH)),
  },
  {
    name: "bandwidth/after-bridge-two-containers",
    config: list("1.1.0", BRIDGE, bandwidth(BOTH)),
    containers: 2,
    steps: TWO_CONTAINERS,
  },
  {
    name: "bandwidth/after-ptp-two-containers",
    config: list("1.1.0", PTP, bandwidth(BOTH)),
    containers: 2,
    steps: TWO_CONTAINERS,
  },
  {
    name: "bandwidth/fails-after-bridge",
    config: list("1.1.0", BRIDGE, bandwidth({ ingressRate: 5, ingressBurst: 8000, ...EGRESS })),
    steps: [{ verb: "ADD" }, { verb: "DEL" }],
    failure: { code: 7, says: ["ingressRate", "less than one byte"] },
  },
];

export const BANDWIDTH_CASES: readonly ConformanceCase[] = [
  ...LIMITS,
  ...SOURCES,
  ...FAILURES,
  ...DRIFTS,
  ...DELETIONS,
  ...CHAINS,
];
