import type { ConformanceCase, ExpectedFailure, Step } from "../case.ts";
import type { JsonObject } from "../json.ts";
import { chainedLife } from "./chained-life.ts";
import { CNI_VERSIONS } from "./versions.ts";

const MAC = "c2:11:22:33:44:55";
const EVERYTHING: JsonObject = { mac: MAC, promisc: true, mtu: 1400, allmulti: true, txQLen: 20 };
const SYSCTL = { "net.ipv4.conf.IFNAME.arp_filter": "1", "net.core.somaxconn": "500" };
const ALLOWLIST = "/etc/cni/tuning/allowlist.conf";

/** What a plugin before would have made. */
const INTERFACE =
  "ip -n container link add eth0 address 02:00:00:00:00:01 type veth peer name peer0 address 02:00:00:00:00:02";

function tuning(extra: JsonObject = {}): JsonObject {
  return { cniVersion: "1.0.0", name: "net", type: "tuning", ...extra };
}

function previous(cniVersion: string): JsonObject {
  const ips = [{ address: "10.1.0.5/24", gateway: "10.1.0.1", interface: 1 }];
  if (/^0\.[12]/.test(cniVersion)) return { cniVersion, ip4: { ip: "10.1.0.5/24" }, dns: { domain: "d" } };
  const interfaces = [
    { name: "br0", mac: "02:00:00:00:00:09" },
    { name: "eth0", mac: "02:00:00:00:00:01", sandbox: "/run/netns/container" },
    { name: "eth0", mac: "02:00:00:00:00:03" },
  ];
  const isOld = /^0\.[34]/.test(cniVersion);
  return { cniVersion, interfaces, ips: isOld ? ips.map((entry) => ({ version: "4", ...entry })) : ips };
}

const PREVIOUS = previous("1.0.0");

/** A whole life with an interface that is there already. */
function alone(name: string, extra: JsonObject, more: Partial<ConformanceCase> = {}): ConformanceCase {
  return { name: `tuning/${name}`, config: tuning(extra), arrange: [INTERFACE], steps: chainedLife(PREVIOUS), ...more };
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

function allowlist(...lines: readonly string[]): string {
  const quoted = lines.map((line) => `'${line}'`).join(" ");
  return `mkdir -p /etc/cni/tuning && printf '%s\\n' ${quoted} >${ALLOWLIST}`;
}

const SETTINGS: readonly ConformanceCase[] = [
  ...CNI_VERSIONS.map((cniVersion) =>
    alone(
      `version-${cniVersion}`,
      { cniVersion, ...EVERYTHING, sysctl: SYSCTL, "cni.dev/valid-attachments": [] },
      { steps: chainedLife(previous(cniVersion)) },
    ),
  ),
  alone("nothing", {}),
  alone("mac", { mac: MAC }),
  alone("mac-in-upper-case", { mac: MAC.toUpperCase() }),
  alone("mac-with-dashes", { mac: MAC.replaceAll(":", "-") }),
  alone("promisc", { promisc: true }),
  alone("promisc-that-was-on", { promisc: true }, { arrange: [INTERFACE, "ip -n container link set eth0 promisc on"] }),
  alone("mtu", { mtu: 1400 }),
  alone(
    "mtu-of-a-link-that-is-up",
    { mtu: 1300, sysctl: { "net.ipv6.conf.IFNAME.accept_ra": "0" } },
    {
      arrange: [INTERFACE, "ip -n container link set peer0 up", "ip -n container link set eth0 up"],
      needs: ["ipv6"],
    },
  ),
  alone("allmulti", { allmulti: true }),
  alone("allmulti-off", { allmulti: false }, { arrange: [INTERFACE, "ip -n container link set eth0 allmulticast on"] }),
  alone("txqlen", { txQLen: 20 }),
  alone("txqlen-0", { txQLen: 0 }),
  alone("keys-in-any-case", { MTU: 1400, TXQLEN: 20, Promisc: true, SysCtl: SYSCTL }),
  alone("data-dir", { ...EVERYTHING, dataDir: "/mnt/data/a/b" }),
  alone("added-twice", EVERYTHING, {
    steps: [
      { verb: "ADD", prevResult: PREVIOUS },
      { verb: "ADD", label: "ADD again", prevResult: PREVIOUS, config: { mtu: 1300 } },
      { verb: "DEL" },
    ],
  }),
];

const SOURCES: readonly ConformanceCase[] = [
  alone("args-alone", { args: { cni: { ...EVERYTHING, promisc: true } } }),
  alone("args-over-configuration", {
    ...EVERYTHING,
    args: { cni: { mac: "c2:11:22:33:44:66", promisc: false, mtu: 1300, allmulti: false, txQLen: 30 } },
  }),
  alone("args-take-away", { ...EVERYTHING, args: { cni: { mac: "", mtu: 0, promisc: false } } }),
  alone("args-sysctl", {
    sysctl: SYSCTL,
    args: { cni: { sysctl: { "net.core.somaxconn": "600", "net.ipv4.ip_default_ttl": "33" } } },
  }),
  alone("args-sysctl-alone", { args: { cni: { sysctl: SYSCTL } } }),
  alone(
    "mac-of-cni-args",
    { mac: "c2:00:00:00:00:01" },
    { steps: chainedLife(PREVIOUS, { env: { CNI_ARGS: `MAC=${MAC}` } }) },
  ),
  alone(
    "mac-of-runtime",
    { mac: "c2:00:00:00:00:01", capabilities: { mac: true }, runtimeConfig: { mac: MAC } },
    { steps: chainedLife(PREVIOUS, { env: { CNI_ARGS: "IgnoreUnknown=1;MAC=c2:00:00:00:00:02;K8S=x" } }) },
  ),
  alone(
    "mac-of-args",
    { mac: "c2:00:00:00:00:01", runtimeConfig: { mac: "c2:00:00:00:00:03" }, args: { cni: { mac: MAC } } },
    { steps: chainedLife(PREVIOUS, { env: { CNI_ARGS: "MAC=c2:00:00:00:00:02" } }) },
  ),
];

const SYSCTLS: readonly ConformanceCase[] = [
  alone("sysctl-dots", { sysctl: SYSCTL }),
  alone("sysctl-slashes", { sysctl: { "net/ipv4/conf/IFNAME/arp_filter": "1", "net/core/somaxconn": "500" } }),
  alone("sysctl-both", { sysctl: { "net.ipv4/conf/eth0.arp_filter": "1", "/net/core.somaxconn": "500" } }),
  alone("sysctl-of-another-interface", { sysctl: { "net.ipv4.conf.peer0.arp_filter": "1" } }),
  alone(
    "sysctl-of-an-interface-with-a-dot",
    { mtu: 1400, sysctl: SYSCTL },
    {
      arrange: ["ip -n container link add eth0.5 address 02:00:00:00:00:01 type veth peer name peer0"],
      steps: chainedLife(PREVIOUS, { ifname: "eth0.5" }),
    },
  ),
  alone("sysctl-of-several-numbers", { sysctl: { "net.ipv4.tcp_rmem": "4096 87380 4194304" } }),
  alone("sysctl-of-several-numbers-with-tabs", { sysctl: { "net.ipv4.tcp_rmem": "4096\t87380\t4194304" } }),
  alone("sysctl-that-can-only-be-written", { sysctl: { "net.ipv4.route.flush": "1" } }),
  alone(
    "sysctl-with-an-empty-value",
    { sysctl: { "net.ipv4.ip_default_ttl": "" } },
    { steps: chainedLife(PREVIOUS).slice(0, 1) },
  ),
  alone(
    "sysctl-without-an-interface",
    { sysctl: { "net.core.somaxconn": "500" } },
    { arrange: [], steps: chainedLife(PREVIOUS).slice(0, 1) },
  ),
  alone(
    "allowlist",
    { sysctl: SYSCTL },
    { arrange: [INTERFACE, allowlist("somaxconn", "^net\\.ipv4\\.conf\\.IFNAME\\.[a-z_]*$")] },
  ),
  alone(
    "allowlist-of-re2",
    { sysctl: SYSCTL },
    { arrange: [INTERFACE, allowlist("(?i)^NET\\.(?P<rest>core|ipv4)\\.[[:alpha:]._]+\\z")] },
  ),
];

const FAILURES: readonly ConformanceCase[] = [
  failing(
    "not-allowed",
    { ...EVERYTHING, sysctl: SYSCTL },
    { code: 7, says: ["is not allowed", "[^net/ ttl]"] },
    { arrange: [INTERFACE, allowlist("^net/", " ", "ttl")] },
  ),
  failing(
    "nothing-allowed",
    { sysctl: { "net.core.somaxconn": "1" } },
    { code: 7, says: ["allowed: []"] },
    { arrange: [INTERFACE, allowlist("")] },
  ),
  failing(
    "allowlist-broken",
    { sysctl: { "net.core.somaxconn": "1" } },
    { code: 6, says: [ALLOWLIST, "missing closing ): `(`"] },
    { arrange: [INTERFACE, allowlist("(")] },
  ),
  failing("sysctl-not-of-the-network", { sysctl: { "kernel.shmmax": "1" } }, { code: 7, says: ['"kernel/shmmax"'] }),
  failing("sysctl-parent", { sysctl: { "net/../kernel/shmmax": "1" } }, { code: 5, says: ["net/kernel/shmmax"] }),
  failing("sysctl-missing", { sysctl: { "net.core.nothing": "1" } }, { code: 5, says: ["net/core/nothing"] }),
  failing(
    "sysctl-refused",
    { ...EVERYTHING, sysctl: { "net.core.somaxconn": "x" } },
    { code: 5, says: ["somaxconn", "invalid argument"] },
  ),
  failing(
    "mac-is-none",
    { ...EVERYTHING, mac: "zz", sysctl: SYSCTL },
    { code: 7, says: ["invalid args zz for MAC addr: address zz: invalid MAC address"] },
  ),
  failing(
    "mac-of-a-group",
    { ...EVERYTHING, mac: "01:00:00:00:00:01" },
    { code: 999, says: ["hardware address", "eth0"] },
  ),
  failing(
    "mtu-too-large",
    { ...EVERYTHING, mtu: 70_000, sysctl: SYSCTL },
    { code: 999, says: ["MTU", "eth0", "invalid argument"] },
  ),
  failing("mtu-negative", { mtu: -1 }, { code: 7, says: ["mtu", "-1"] }),
  failing(
    "no-interface",
    { ...EVERYTHING, sysctl: { "net.core.somaxconn": "500" } },
    { code: 999, says: ['"eth0"', "no such device"] },
    { arrange: [] },
  ),
  failing(
    "mtu-is-text",
    { mtu: "1400" },
    { code: 6, says: ["mtu"] },
    { steps: [{ verb: "ADD", prevResult: PREVIOUS }] },
  ),
  failing(
    "unknown-args",
    { mtu: 1400 },
    { code: 4, says: ["X=1"] },
    { steps: [{ verb: "ADD", prevResult: PREVIOUS, env: { CNI_ARGS: "X=1" } }] },
  ),
  failing(
    "data-dir-is-a-file",
    { mtu: 1400, dataDir: "/mnt/data/file" },
    { code: 5, says: ["/mnt/data/file"] },
    { arrange: [INTERFACE, "echo x >/mnt/data/file"] },
  ),
  failing(
    "no-previous-result",
    { ...EVERYTHING, sysctl: SYSCTL },
    { code: 7, says: ["Required prevResult missing"] },
    { steps: [{ verb: "ADD" }, { verb: "CHECK", prevResult: "none" }, { verb: "DEL" }] },
  ),
  failing(
    "previous-result-of-another-version",
    { mtu: 1400 },
    { code: 6, says: ["could not parse prevResult"] },
    { steps: [{ verb: "ADD", prevResult: previous("0.4.0") }] },
  ),
  failing(
    "sysctl-twice",
    {},
    { code: 7, says: ["duplicated sysctl keys are not allowed"] },
    {
      steps: ["ADD", "CHECK"].map(
        (verb): Step => ({
          verb,
          stdin: JSON.stringify(tuning({ prevResult: PREVIOUS, sysctl: { one: "1", two: "2" } })).replace(
            '"two"',
            '"one"',
          ),
        }),
      ),
    },
  ),
];

function drifting(name: string, extra: JsonObject, line: string, ...says: readonly string[]): ConformanceCase {
  const check: Step = { verb: "CHECK", arrange: [line], failure: { code: 100, says } };
  return alone(`drift-${name}`, extra, { steps: [{ verb: "ADD", prevResult: PREVIOUS }, check, { verb: "DEL" }] });
}

const DRIFTS: readonly ConformanceCase[] = [
  drifting("mac", EVERYTHING, "ip -n container link set eth0 address 02:00:00:00:00:05", "configured Ethernet of eth0"),
  drifting("promisc", EVERYTHING, "ip -n container link set eth0 promisc off", "promisc is true, current value is 0"),
  drifting(
    "promisc-not-asked-for",
    {},
    "ip -n container link set eth0 promisc on",
    "promisc is false, current value is 1",
  ),
  drifting("mtu", EVERYTHING, "ip -n container link set eth0 mtu 1450", "MTU of eth0 is 1400, current value is 1450"),
  drifting("allmulti", EVERYTHING, "ip -n container link set eth0 allmulticast off", "all-multicast mode of eth0"),
  drifting("txqlen", EVERYTHING, "ip -n container link set eth0 txqueuelen 9", "Transmit Queue Length of eth0"),
  drifting(
    "sysctl",
    { sysctl: SYSCTL },
    "ip netns exec container sysctl -qw net.core.somaxconn=7",
    "somaxconn is 500, current value is 7",
  ),
  drifting("interface", {}, "ip -n container link del eth0", "Cannot find container link eth0"),
];

const FILE = "/run/cni/tuning/cnitest-1_eth0.json";

/** ADD, something that happens, DEL. */
function deleted(name: string, arrange: readonly string[], change: Partial<Step> = {}): ConformanceCase {
  return alone(`del-${name}`, EVERYTHING, {
    steps: [
      { verb: "ADD", prevResult: PREVIOUS },
      { verb: "DEL", arrange, ...change },
    ],
  });
}

const DELETIONS: readonly ConformanceCase[] = [
  deleted("without-add", [`rm ${FILE}`]),
  deleted("torn-backup", [`printf '{\\n "mac' >${FILE}`]),
  deleted("empty-backup", [`: >${FILE}`]),
  deleted("backup-of-some", [`printf '{"mtu":1450}' >${FILE}`]),
  deleted("interface-gone", ["ip -n container link del eth0"]),
  deleted("namespace-gone", ["ip netns del container"]),
  deleted("without-netns", [], { env: { CNI_NETNS: null } }),
  deleted("unknown-args", [], { env: { CNI_ARGS: "X=1" } }),
  deleted("what-cannot-be-restored", [`printf '{"mtu":70000,"txQLen":9}' >${FILE}`]),
];

const BRIDGE: JsonObject = {
  type: "bridge",
  bridge: "br0",
  isDefaultGateway: true,
  ipam: {
    type: "host-local",
    dataDir: "/mnt/data",
    ranges: [[{ subnet: "10.1.0.0/16" }], [{ subnet: "fd00:1::/64" }]],
  },
};
const PTP: JsonObject = { type: "ptp", ipam: { type: "host-local", dataDir: "/mnt/data", subnet: "10.2.0.0/24" } };

function list(cniVersion: string, ...plugins: readonly JsonObject[]): readonly JsonObject[] {
  return plugins.map((plugin) => ({ ...plugin, cniVersion, name: "net" }));
}

const CHAINS: readonly ConformanceCase[] = [
  ...["0.3.1", "0.4.0", "1.0.0", "1.1.0"].map((version) => ({
    name: `tuning/after-bridge-${version}`,
    config: list(version, BRIDGE, tuning({ ...EVERYTHING, sysctl: SYSCTL })),
  })),
  {
    name: "tuning/after-bridge-0.2.0",
    config: list("0.2.0", { ...BRIDGE, ipam: PTP.ipam ?? {} }, tuning({ mac: MAC })),
  },
  { name: "tuning/after-ptp", config: list("1.1.0", PTP, tuning({ ...EVERYTHING, sysctl: SYSCTL })) },
  {
    name: "tuning/after-bridge-two-containers",
    config: list("1.1.0", BRIDGE, tuning({ mtu: 1400, txQLen: 5, sysctl: SYSCTL })),
    containers: 2,
    steps: [
      { verb: "ADD" },
      { verb: "ADD", container: 2 },
      { verb: "CHECK" },
      { verb: "DEL" },
      { verb: "CHECK", container: 2 },
      { verb: "DEL", container: 2 },
    ],
  },
  {
    name: "tuning/twice-in-a-list",
    config: list("1.1.0", BRIDGE, tuning({ mtu: 1400 }), tuning({ txQLen: 5, mtu: 1300 })),
    steps: [{ verb: "ADD" }, { verb: "DEL" }],
  },
  {
    name: "tuning/fails-after-bridge",
    config: list("1.1.0", BRIDGE, tuning({ ...EVERYTHING, mtu: 70_000, sysctl: SYSCTL })),
    steps: [{ verb: "ADD" }, { verb: "DEL" }],
    failure: { code: 999, says: ["MTU", "eth0"] },
  },
];

export const TUNING_CASES: readonly ConformanceCase[] = [
  ...SETTINGS,
  ...SOURCES,
  ...SYSCTLS,
  ...FAILURES,
  ...DRIFTS,
  ...DELETIONS,
  ...CHAINS,
  ...["0.3.0", "0.4.0", "1.1.0"].map((version) =>
    alone(
      `dummy-${version}`,
      { cniVersion: version, ...EVERYTHING, sysctl: SYSCTL },
      {
        arrange: ["ip -n container link add eth0 address 02:00:00:00:00:01 type dummy"],
        steps: chainedLife(previous(version)),
        needs: ["dummy"],
      },
    ),
  ),
];
