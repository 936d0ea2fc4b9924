import t, { type Test } from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { makeNetns, runIn, type TestNetns } from "../../harness/netns.ts";
import { type Answer, call, type Json, OURS, REFERENCE, type Verb } from "./call.ts";

needs(
  {
    kernel: ["nftables", "nft-compat"],
    tools: ["nft", "iptables"],
    files: [`${OURS}/portmap`, `${REFERENCE}/portmap`],
  },
  t,
);
guardHost(t);
t.setTimeout(180_000);

const SIDES = { ours: OURS, reference: REFERENCE };
const DONE = { status: 0, json: undefined, stderr: "" };

/** One container of a host: 8080/tcp, 8081/udp on one address, by default. */
interface Box {
  readonly id: string;
  readonly address?: string;
  readonly ports?: readonly Json[];
  readonly network?: string;
  readonly backend?: string;
}

const PORTS = [
  { hostPort: 8080, containerPort: 80, protocol: "tcp" },
  { hostPort: 8081, containerPort: 81, protocol: "udp", hostIP: "192.0.2.1" },
];

function configOf({ address = "10.1.0.5", ports = PORTS, network = "net", backend = "iptables" }: Box): Json {
  const ips = [{ address: `${address}/24` }, { address: "fd00::5/64" }];
  const prevResult = { cniVersion: "1.1.0", ips };
  return {
    cniVersion: "1.1.0",
    name: network,
    type: "portmap",
    backend,
    runtimeConfig: { portMappings: ports },
    prevResult,
  };
}

function runner(host: TestNetns, container: TestNetns) {
  return (verb: Verb, box: Box, { bin = OURS, change = {} }: { bin?: string; change?: Json } = {}): Answer =>
    call({ host, netns: container, verb, id: box.id, config: { ...configOf(box), ...change }, bin });
}

function makePlace(t: Test) {
  const host = makeNetns(t, "host");
  return { host, run: runner(host, makeNetns(t, "box")) };
}

/** Rules of both back-ends, without what says how often they were used. */
function rulesOf(host: TestNetns): string[] {
  const script =
    "iptables-save; ip6tables-save; nft list tables | grep -q cni_ && { nft list table ip cni_hostport; nft list table ip6 cni_hostport; }; true";
  return runIn(host, ["sh", "-c", script])
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => /^-A|dnat|masquerade|jump/.test(line) && !line.startsWith("#"));
}

const ownRules = (host: TestNetns, id = "box"): string[] =>
  rulesOf(host).filter((line) => line.includes("CNI-DN-") || line.includes(`comment "${id}"`));

for (const backend of ["iptables", "nftables"]) {
  for (const [adder, other] of [
    ["ours", "reference"],
    ["reference", "ours"],
  ] as const) {
    t.test(`${backend}: added by ${adder}, checked and deleted by ${other}`, async (t) => {
      const { host, run } = makePlace(t);
      const box = { id: "box", backend };
      const neighbour = { id: "neighbour", backend, address: "10.1.0.6", ports: [{ ...PORTS[0], hostPort: 99 }] };
      t.equal(run("ADD", neighbour, { bin: SIDES[other] }).status, 0);
      const before = rulesOf(host);
      t.equal(run("ADD", box, { bin: SIDES[adder] }).status, 0);
      t.strictSame(run("CHECK", box, { bin: SIDES[other] }), DONE);
      t.strictSame(run("CHECK", box, { bin: SIDES[adder] }), DONE);
      t.strictSame(run("CHECK", neighbour, { bin: SIDES[adder] }), DONE);
      t.strictSame(run("DEL", box, { bin: SIDES[other] }), DONE);
      t.strictSame(rulesOf(host), before);
    });
  }

  t.test(`${backend}: a second ADD changes nothing twice`, async (t) => {
    const { host, run } = makePlace(t);
    const box = { id: "box", backend };
    for (const bin of [OURS, REFERENCE]) {
      t.equal(run("ADD", box, { bin }).status, 0);
      const first = rulesOf(host);
      t.equal(run("ADD", box).status, 0);
      t.strictSame(rulesOf(host), first);
      t.equal(run("DEL", box).status, 0);
      t.strictSame(ownRules(host), []);
    }
  });

  t.test(
    `${backend}: DEL without namespace, previous result and mappings, and of a configuration for the other one`,
    async (t) => {
      const { host, run } = makePlace(t);
      const other = backend === "iptables" ? "nftables" : "iptables";
      for (const bin of [OURS, REFERENCE]) {
        t.equal(run("ADD", { id: "box", backend }, { bin }).status, 0);
        const bare = { cniVersion: "1.1.0", name: "net", type: "portmap", backend: other, runtimeConfig: {} };
        t.strictSame(call({ host, verb: "DEL", config: bare }), DONE);
        t.strictSame(ownRules(host), []);
        t.strictSame(call({ host, verb: "DEL", config: bare }), DONE);
      }
    },
  );

  t.test(`${backend}: CHECK names each missing rule`, async (t) => {
    const { host, run } = makePlace(t);
    const box = { id: "box", backend };
    t.equal(run("ADD", box).status, 0);
    const broken =
      backend === "iptables"
        ? "iptables -t nat -F CNI-HOSTPORT-DNAT; ip6tables -t nat -F $(ip6tables -t nat -S | grep -o 'CNI-DN-.*' | head -1)"
        : "nft flush chain ip cni_hostport hostports; nft flush chain ip6 cni_hostport masquerading";
    runIn(host, ["sh", "-c", broken]);
    const { status, json } = run("CHECK", box);
    t.equal(status, 1);
    t.equal(json.code, 100);
    const missing =
      backend === "iptables"
        ? [/--dports 8080/, /--dports 8081/, /-s fd00::5\/64 -p tcp/, /DNAT --to-destination \[fd00::5\]:80/]
        : [
            /8080\/tcp rule in "hostports"/,
            /192.0.2.1:8081\/udp rule in "hostports"/,
            /masquerade rule in "masquerading"/,
          ];
    for (const words of missing) t.match(json.msg, words);
  });

  t.test(`${backend}: GC takes away what is not valid any more, of its own network`, async (t) => {
    const { host, run } = makePlace(t);
    const port = (hostPort: number) => [{ ...PORTS[0], hostPort }];
    const boxes: Box[] = [
      { id: "kept", backend, ports: port(1001) },
      { id: "gone", backend, ports: port(1002) },
      { id: "gone", backend, ports: port(1003), network: "other" },
    ];
    for (const box of boxes) t.equal(run("ADD", box).status, 0);
    const valid = { "cni.dev/valid-attachments": [{ containerID: "kept", ifname: "eth0" }] };
    const config = { cniVersion: "1.1.0", name: "net", type: "portmap", backend, ...valid };
    t.strictSame(call({ host, verb: "GC", config, id: "", ifname: "" }), DONE);
    const left = rulesOf(host).join("\n");
    t.match(left, /1001/);
    t.notMatch(left, /1002/);
    t.match(left, /1003/);
    t.strictSame(run("CHECK", boxes[0] as Box), DONE);
    t.strictSame(run("CHECK", boxes[2] as Box), DONE);
    t.strictSame(run("DEL", boxes[2] as Box), DONE);
    t.notMatch(rulesOf(host).join("\n"), /1003/);
  });

  t.test(`${backend}: a port that is another container's is told`, async (t) => {
    const { run } = makePlace(t);
    const udp = { hostPort: 8081, containerPort: 81, protocol: "udp" };
    t.strictSame(run("ADD", { id: "first", backend, ports: [...PORTS, udp] }).stderr, "");
    const second = {
      id: "second",
      backend,
      address: "10.1.0.6",
      ports: [{ ...PORTS[0], protocol: "udp" }, PORTS[0] as Json],
    };
    t.match(run("ADD", second).stderr, /^portmap: host port 8080\/tcp leads to .*first.* before it leads here\n/);
    t.match(run("ADD", { id: "third", backend, ports: [{ ...PORTS[0], hostPort: 8082 }] }).stderr, /^$/);
  });
}

t.test("two networks of one container, with nftables: a DEL takes away its own", async (t) => {
  const { host, run } = makePlace(t);
  const boxes = ["one", "two"].map((network, index) => ({
    ...{ id: "box", backend: "nftables", network },
    ports: [{ ...PORTS[0], hostPort: 1001 + index }],
  }));
  for (const box of boxes) t.equal(run("ADD", box).status, 0);
  t.strictSame(run("DEL", boxes[0] as Box), DONE);
  t.notMatch(rulesOf(host).join("\n"), /1001/);
  t.strictSame(run("CHECK", boxes[1] as Box), DONE);
});

t.test("connections of UDP are forgotten when ports change hands", async (t) => {
  const { host, run } = makePlace(t);
  if (!needs({ tools: ["conntrack"] }, t)) return;
  const flow = (port: number) =>
    runIn(host, [
      "sh",
      "-c",
      `conntrack -I -p udp -s 192.0.2.9 -d 192.0.2.1 --sport ${port} --dport ${port} -r 10.1.0.9 -q 192.0.2.9 --reply-port-src 81 --reply-port-dst ${port} -t 100 -u SEEN_REPLY 2>&1 || true`,
    ]);
  const flows = () => runIn(host, ["sh", "-c", "conntrack -L -p udp 2>/dev/null || true"]);
  for (const verb of ["ADD", "DEL"] as const) {
    flow(8081);
    flow(9999);
    t.match(flows(), /dport=8081/);
    t.equal(run(verb, { id: "box" }).status, 0);
    t.notMatch(flows(), /dport=8081/);
    t.match(flows(), /dport=9999/);
  }
});

t.test("STATUS", async (t) => {
  const { host, run } = makePlace(t);
  t.strictSame(run("STATUS", { id: "" }), DONE);
  t.match(run("STATUS", { id: "" }, { change: { backend: "foo" } }).json, { code: 7 });
  t.strictSame(rulesOf(host), []);
});
