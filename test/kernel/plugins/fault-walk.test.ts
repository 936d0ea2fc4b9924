import t, { type Test } from "tap";
import { EIO, EPERM } from "../../../src/netlink/uapi/errno.ts";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { ip, readLink, runIn, type TestNetns } from "../../harness/netns.ts";
import { type Answer, type Json, makePlace, OURS, type Place, type Verb } from "./call.ts";
import { ALL_CALLS, type FaultKind, withFault, withFullDisk } from "./faults.ts";
import { enterHost, type InProcessHost } from "./in-process.ts";
import { readWorld, type World } from "./world.ts";

if (
  !needs(
    {
      kernel: ["bridge", "veth", "ipv6", "nftables-bridge", "nft-compat"],
      tools: ["nft", "iptables-save"],
      files: [`${OURS}/host-local`],
    },
    t,
  )
)
  process.exit(0);
guardHost(t);
t.setTimeout(1_200_000);

const KINDS: readonly FaultKind[] = [
  { how: "refused", errno: EPERM, calls: ALL_CALLS.filter((name) => name !== "setns") },
  // Two of three lead into the namespace; the third leads back, and cannot fail where the first, to the same, did not.
  { how: "refused", errno: EPERM, calls: ["setns"], spares: (at) => at % 3 === 0 },
  { how: "lost", errno: EIO, calls: ["send", "recv"] },
];

/** More system calls than any ADD makes: a walk that does not end is a mistake of the test. */
const MAX_STEPS = 1000;

const gateway = { isDefaultGateway: true, bridge: "br0" };

interface Scenario {
  readonly name: string;
  readonly config: Json;
  arrange?(place: Place): void;
  /** Whether DEL is walked as well, of scenarios with an arrangement. */
  readonly walksDel?: boolean;
  /** Takes back what an ADD and a DEL that succeed leave on purpose. */
  tidy(place: Place): void;
}

function writeSysctl(netns: TestNetns, key: string, value: number): void {
  runIn(netns, ["sh", "-c", `echo ${value} > /proc/sys/${key}`]);
}

function resetSysctls({ host, container }: Place): void {
  writeSysctl(host, "net/ipv4/ip_forward", 0);
  writeSysctl(host, "net/ipv6/conf/all/forwarding", 0);
  writeSysctl(container, "net/ipv6/conf/lo/disable_ipv6", 1);
}

/** The kernel tells of a carrier up to a second late. */
function awaitUp(netns: TestNetns, dev: string): void {
  runIn(netns, ["sh", "-c", `until ip -o link show ${dev} | grep -q 'state UP'; do sleep 0.02; done`]);
}

/** It has been up, which leaves marks. */
function makeIdleBridge({ host }: Place): void {
  ip(host, "link add br0 index 100 type bridge");
  ip(host, "link set br0 up");
  ip(host, "link set br0 down");
}

let idleAddress = "";

const SCENARIOS: readonly Scenario[] = [
  {
    name: "bridge, none before",
    config: { type: "bridge", ...gateway },
    tidy(place) {
      ip(place.host, "link delete br0");
      resetSysctls(place);
    },
  },
  {
    name: "bridge, existing, in use, with addresses that give way",
    config: { type: "bridge", ...gateway, forceAddress: true, hairpinMode: true, portIsolation: true },
    arrange({ host }) {
      ip(host, "link add br0 address 02:00:00:00:00:01 type bridge");
      ip(host, "link add other type veth peer name other-peer");
      ip(host, "link set other master br0 up");
      ip(host, "link set other-peer up");
      ip(host, "link set br0 up");
      ip(host, "address add 10.9.0.1/16 brd + dev br0");
      ip(host, "address add 10.9.0.2/16 dev br0");
      ip(host, "address add fd00:1::99/64 dev br0 nodad");
      // Link-local addresses and their routes settle by themselves.
      runIn(host, ["sleep", "2.5"]);
    },
    tidy(place) {
      ip(place.host, "address flush dev br0 scope global");
      ip(place.host, "address add 10.9.0.1/16 brd + dev br0");
      ip(place.host, "address add 10.9.0.2/16 dev br0");
      ip(place.host, "address add fd00:1::99/64 dev br0 nodad");
      writeSysctl(place.host, "net/ipv6/conf/br0/accept_ra", 1);
      resetSysctls(place);
    },
  },
  {
    name: "bridge, existing, down, without ports, nobody gave it an address",
    config: { type: "bridge", bridge: "br0", promiscMode: true },
    arrange(place) {
      // Its link-local address would stay.
      writeSysctl(place.host, "net/ipv6/conf/default/disable_ipv6", 1);
      makeIdleBridge(place);
      idleAddress = readLink(place.host, "br0")?.address ?? "";
    },
    tidy(place) {
      ip(place.host, "link delete br0");
      makeIdleBridge(place);
      ip(place.host, `link set br0 address ${idleAddress}`);
      resetSysctls(place);
    },
  },
  { name: "ptp", config: { type: "ptp", mtu: 1400 }, tidy: resetSysctls },
  ...["iptables", "nftables"].map(
    (ipMasqBackend): Scenario => ({
      name: `bridge with rules of ${ipMasqBackend}`,
      config: { type: "bridge", ...gateway, ipMasq: true, ipMasqBackend, macspoofchk: true },
      tidy(place) {
        ip(place.host, "link delete br0");
        resetSysctls(place);
      },
    }),
  ),
  {
    name: "tuning",
    config: {
      type: "tuning",
      ...{ mac: "c2:11:22:33:44:55", promisc: true, mtu: 1400, allmulti: true, txQLen: 20 },
      sysctl: { "net.ipv4.conf.IFNAME.arp_filter": "1", "net.ipv6.conf.IFNAME.accept_ra": "0" },
      prevResult: { interfaces: [{ name: "eth0" }] },
    },
    walksDel: true,
    arrange: ({ container }) => ip(container, "link add eth0 address 02:00:00:00:00:01 type veth peer name peer"),
    tidy({ container }) {
      writeSysctl(container, "net/ipv4/conf/eth0/arp_filter", 0);
      writeSysctl(container, "net/ipv6/conf/eth0/accept_ra", 1);
    },
  },
  {
    name: "bandwidth",
    config: {
      type: "bandwidth",
      ...{ ingressRate: 8_000_000, ingressBurst: 800_000, egressRate: 8_000_000, egressBurst: 800_000 },
      prevResult: { interfaces: [{ name: "host0" }, { name: "eth0", sandbox: "/run/netns/box" }] },
    },
    walksDel: true,
    arrange({ host, container }) {
      for (const netns of [host, container]) writeSysctl(netns, "net/ipv6/conf/default/disable_ipv6", 1);
      ip(host, `link add host0 type veth peer name eth0 netns ${container.name}`);
      ip(host, "link set host0 up");
      ip(container, "link set eth0 up");
      awaitUp(host, "host0");
      awaitUp(container, "eth0");
    },
    // They go with the interface, which is another plugin's to delete.
    tidy({ host }) {
      for (const place of ["root", "ingress"]) runIn(host, ["tc", "qdisc", "delete", "dev", "host0", place]);
    },
  },
];

function configure({ dataDir }: Place, config: Json): Json {
  const ranges = [[{ subnet: "10.1.0.0/16" }], [{ subnet: "fd00:1::/64" }]];
  return { cniVersion: "1.1.0", name: "net", dataDir, ipam: { type: "host-local", dataDir, ranges }, ...config };
}

function arrange(t: Test, scenario: Scenario): Place {
  const place = makePlace(t);
  // Detecting duplicate addresses takes a second and more, each time.
  writeSysctl(place.container, "net/ipv6/conf/default/accept_dad", 0);
  writeSysctl(place.container, "net/ipv6/conf/lo/disable_ipv6", 1);
  scenario.arrange?.(place);
  return place;
}

/** Runs an action with its n-th call failing, and tells whether it made as many. */
type Walk = (host: InProcessHost, at: number, action: () => Promise<Answer>) => Promise<[Answer, boolean]>;

const WALKS: readonly { readonly name: string; readonly run: Walk; readonly spares?: FaultKind["spares"] }[] = [
  ...KINDS.map((kind) => ({
    name: `${kind.calls.length === 1 ? kind.calls[0] : `a call of ${kind.calls.length} kinds`} ${kind.how}`,
    run: (({ libc }, at, action) => withFault(libc, { ...kind, at }, action)) satisfies Walk,
    ...(kind.spares === undefined ? {} : { spares: kind.spares }),
  })),
  { name: "the disk full", run: (_host, at, action) => withFullDisk(at, action) },
];

for (const scenario of SCENARIOS) {
  for (const { name, run, spares } of WALKS) {
    t.test(`${scenario.name}: ADD with ${name}`, { timeout: 300_000 }, async (t) => {
      const place = arrange(t, scenario);
      const config = configure(place, scenario.config);
      const host = await enterHost(t, place.host);
      const look = () => readWorld([place.host, place.container], [place.dataDir]);
      const before = look();
      let failures = 0;
      for (let at = 1; at <= MAX_STEPS; at++) {
        if (spares?.(at)) continue;
        const [answer, hit] = await run(host, at, () => host.call({ verb: "ADD", netns: place.container, config }));
        host.comeBack();
        if (answer.status === 0) {
          const deletion = await host.call({ verb: "DEL", netns: place.container, config });
          t.equal(deletion.status, 0, JSON.stringify(deletion));
          scenario.tidy(place);
        } else {
          failures += 1;
          if (typeof answer.json?.msg !== "string" || answer.json.msg === "") t.fail(`step ${at} says nothing`);
        }
        const what = `step ${at}: ${answer.json?.msg ?? "went well"}`;
        if (!compare(t, { before, after: look(), what }) || !hit) break;
      }
      t.ok(failures > 3, `${failures} steps failed`);
    });
  }
}

/** Comparing at length is slow, and seldom needed. */
function compare(t: Test, { before, after, what }: { before: World; after: World; what: string }): boolean {
  const isSame = JSON.stringify(after) === JSON.stringify(before);
  return isSame ? t.pass(what) : t.strictSame(after, before, what);
}

for (const scenario of SCENARIOS.filter(({ arrange, walksDel }) => arrange === undefined || walksDel)) {
  for (const { name, run, spares } of WALKS) {
    t.test(`${scenario.name}: DEL with ${name}, and again`, { timeout: 300_000 }, async (t) => {
      const place = arrange(t, scenario);
      const config = configure(place, scenario.config);
      const host = await enterHost(t, place.host);
      const call = (verb: Verb) => host.call({ verb, netns: place.container, config });
      const look = () => readWorld([place.host, place.container], [place.dataDir]);
      const before = look();
      for (let at = 1; at <= MAX_STEPS; at++) {
        if (spares?.(at)) continue;
        t.equal((await call("ADD")).status, 0);
        const [first, hit] = await run(host, at, () => call("DEL"));
        host.comeBack();
        if (first.status !== 0) t.match(first.json.msg, /./, "a failure says something");
        t.equal((await call("DEL")).status, 0);
        scenario.tidy(place);
        if (!compare(t, { before, after: look(), what: `step ${at}: ${first.json?.msg ?? "went well"}` }) || !hit)
          break;
      }
    });
  }
}
