import t, { type Test } from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { ip, makeNetns, readLink, readLinks, type TestNetns, tryRunIn } from "../../harness/netns.ts";
import { runJson } from "../../harness/run.ts";
import { type Answer, type Call, call, type Json, makePlace, OURS, type Place, REFERENCE, type Verb } from "./call.ts";

needs({ kernel: ["veth", "ifb", "tbf", "ingress"], files: [`${OURS}/bandwidth`] }, t);
guardHost(t);

const LIMITS = { ingressRate: 8_000_000, ingressBurst: 800_000, egressRate: 16_000_000, egressBurst: 1_600_000 };
/** Of the network "net" and the container "box", as the reference names it. */
const IFB = "bwpa365e73543b0";
const FINE = { status: 0, json: undefined, stderr: "" };

/** A container whose eth0 ends in host0. */
function makeLimitedPlace(t: Test): Place {
  const place = makePlace(t);
  connect(place, place.container, "host0");
  return place;
}

function connect({ host }: Place, container: TestNetns, name: string): void {
  ip(host, `link add ${name} type veth peer name eth0 netns ${container.name}`);
}

type Change = Partial<Omit<Call, "host" | "verb" | "config">> & { readonly hostEnd?: string };

function bandwidth(place: Place, verb: Verb, extra: Json = LIMITS, change: Change = {}): Answer {
  const { hostEnd = "host0", ...options } = change;
  const interfaces = [{ name: hostEnd }, { name: "eth0", sandbox: place.container.path }];
  const prevResult = verb === "GC" || verb === "STATUS" ? {} : { prevResult: { cniVersion: "1.1.0", interfaces } };
  const config = { cniVersion: "1.1.0", name: "net", type: "bandwidth", ...prevResult, ...extra };
  return call({ host: place.host, netns: place.container, verb, config, ...options });
}

const tc = ({ name }: TestNetns, words: string): Json[] => runJson(["tc", "-n", name, "-j", "-d", ...words.split(" ")]);
const names = ({ host }: Place): string[] => readLinks(host).map(({ ifname }) => ifname);

t.test("both directions are limited, checked and freed", async (t) => {
  const place = makeLimitedPlace(t);
  const { json, stderr } = bandwidth(place, "ADD");
  t.equal(stderr, "");
  const ifb = readLink(place.host, IFB);
  t.match(ifb, { mtu: 1500, flags: ["BROADCAST", "NOARP", "UP", "LOWER_UP"], linkinfo: { info_kind: "ifb" } });
  t.equal(ifb?.txqlen, undefined);
  t.strictSame(json.interfaces, [
    { name: "host0" },
    { name: "eth0", sandbox: place.container.path },
    { mac: ifb?.address, name: IFB },
  ]);
  t.match(tc(place.host, "qdisc show dev host0"), [
    { kind: "tbf", handle: "1:", root: true, options: { rate: 1_000_000, burst: "100000b/1", lat: 25_000 } },
    { kind: "ingress", handle: "ffff:" },
  ]);
  t.match(tc(place.host, `qdisc show dev ${IFB}`), [
    { kind: "tbf", handle: "1:", options: { rate: 2_000_000, burst: "200000b/1", lat: 25_000 } },
  ]);
  const mirred = { kind: "mirred", mirred_action: "redirect", direction: "egress", to_dev: IFB };
  const actions = [
    { ...mirred, control_action: { type: "stolen" } },
    { ...mirred, control_action: { type: "pass" } },
  ];
  t.match(tc(place.host, "filter show dev host0 ingress").at(-1), {
    ...{ protocol: "all", pref: 1, kind: "u32" },
    options: { flowid: "1:1", match: { value: "0", mask: "0" }, actions },
  });
  t.strictSame(bandwidth(place, "CHECK"), FINE);
  t.strictSame(bandwidth(place, "DEL"), FINE);
  t.notOk(names(place).includes(IFB));
  t.strictSame(bandwidth(place, "DEL"), FINE, "again");
  t.strictSame(bandwidth(place, "DEL", LIMITS, { netns: "" }), FINE, "without a namespace");
});

t.test("one direction alone", async (t) => {
  const { ingressRate, ingressBurst, egressRate, egressBurst } = LIMITS;
  const inward = makeLimitedPlace(t);
  t.equal(bandwidth(inward, "ADD", { ingressRate, ingressBurst }).json.interfaces.length, 2);
  t.match(tc(inward.host, "qdisc show dev host0"), [{ kind: "tbf" }]);
  t.notOk(names(inward).includes(IFB));
  const outward = makeLimitedPlace(t);
  t.equal(bandwidth(outward, "ADD", { egressRate, egressBurst }).json.interfaces.length, 3);
  t.match(tc(outward.host, "qdisc show dev host0"), [{ kind: "ingress" }]);
});

t.test("a second ADD leaves the first one's limits alone", async (t) => {
  const place = makeLimitedPlace(t);
  t.equal(bandwidth(place, "ADD").status, 0);
  const picture = () => [tc(place.host, "qdisc show"), tc(place.host, "filter show dev host0 ingress"), names(place)];
  const before = picture();
  for (const limits of [LIMITS, { ingressRate: 8000, ingressBurst: 8_000_000 }]) {
    t.match(bandwidth(place, "ADD", limits).json.msg, /: file exists$/);
    t.strictSame(picture(), before);
  }
});

t.test("a failed ADD leaves what others have made", async (t) => {
  for (const line of ["root handle 5: pfifo", "ingress"]) {
    const place = makeLimitedPlace(t);
    tryRunIn(place.host, `tc qdisc add dev host0 ${line}`.split(" "));
    const picture = () => [tc(place.host, "qdisc show"), tc(place.host, "filter show dev host0 ingress"), names(place)];
    const before = picture();
    t.match(bandwidth(place, "ADD").json, { code: 999, msg: /^create (ingress )?qdisc: file exists$/ });
    t.strictSame(picture(), before, line);
  }
});

t.test("a burst smaller than a packet is remarked on", async (t) => {
  const place = makeLimitedPlace(t);
  const { status, stderr } = bandwidth(place, "ADD", { ingressRate: 8000, ingressBurst: 8000 });
  t.equal(status, 0);
  t.equal(stderr, "bandwidth: ingressBurst is 1000 bytes: packets larger than that are dropped (MTU 1500)\n");
});

t.test("CHECK finds what has changed", async (t) => {
  for (const [line, says] of [
    ["tc qdisc change dev host0 root handle 1: tbf rate 4mbit burst 50000 limit 62500", /^Rate doesn't match/],
    ["tc qdisc change dev host0 root handle 1: tbf rate 8mbit burst 100000 limit 125001", /^Limit doesn't match/],
    [`tc qdisc change dev ${IFB} root handle 1: tbf rate 16mbit burst 1000 limit 250000`, /^Buffer doesn't match/],
    ["tc qdisc delete dev host0 root", /^Failed to find qdisc tbf of "host0"$/],
    ["tc qdisc delete dev host0 ingress", /^Failed to find filter that redirects packets of "host0"/],
    ["tc filter delete dev host0 ingress", /^Failed to find filter/],
    [`ip link delete ${IFB}`, /^get ifb device: link "bwpa365e73543b0" not found$/],
  ] as const) {
    const place = makeLimitedPlace(t);
    t.equal(bandwidth(place, "ADD").status, 0);
    t.equal(tryRunIn(place.host, line.split(" ")).status, 0, line);
    t.match(bandwidth(place, "CHECK").json, { code: 100, msg: says }, line);
  }
});

t.test("GC deletes the ifbs that nothing leads to, and those alone", async (t) => {
  const place = makeLimitedPlace(t);
  const boxes = ["gone", "valid", "alive"].map((id) => ({ id, hostEnd: id, netns: makeNetns(t, id) }));
  for (const box of boxes) {
    connect(place, box.netns, box.hostEnd);
    t.equal(bandwidth({ ...place, container: box.netns }, "ADD", LIMITS, box).status, 0);
  }
  // One of another program, an ADD that has come as far as its ifb, and a link of such a name that is no ifb.
  ip(place.host, "link add bwp type ifb");
  ip(place.host, "link add bwp0123456789ab type ifb");
  ip(place.host, "link add bwp0123456789ac type veth peer name other");
  for (const dev of ["bwp", "bwp0123456789ac"]) {
    tryRunIn(place.host, `tc qdisc add dev ${dev} root handle 1: tbf rate 8mbit burst 100kb limit 200kb`.split(" "));
  }
  const before = names(place).filter((name) => name.startsWith("bwp"));
  t.equal(before.length, 6);
  ip(place.host, "link delete gone");
  ip(place.host, "link delete valid");
  const attachments = [{ containerID: "valid", ifname: "eth0" }];
  t.strictSame(bandwidth(place, "GC", { "cni.dev/valid-attachments": attachments }), FINE);
  const after = names(place).filter((name) => name.startsWith("bwp"));
  t.equal(after.length, 5, after.join());
  t.strictSame(bandwidth(place, "GC", { "cni.dev/valid-attachments": [] }), FINE);
  t.equal(names(place).filter((name) => name.startsWith("bwp")).length, 4, "the valid one's turn");
  t.strictSame(bandwidth({ ...place, container: boxes[2]?.netns ?? place.container }, "CHECK", LIMITS, boxes[2]), FINE);
});

t.test("STATUS fails where an ADD would", async (t) => {
  const place = makeLimitedPlace(t);
  t.strictSame(bandwidth(place, "STATUS"), FINE);
  t.match(bandwidth(place, "STATUS", { ingressRate: 5 }).json, {
    code: 7,
    msg: "if rate is set, burst must also be set",
  });
});

t.test("what the reference has limited is checked and freed here, and the other way round", async (t) => {
  if (!needs({ files: [`${REFERENCE}/bandwidth`] }, t)) return;
  for (const [adder, other] of [
    [OURS, REFERENCE],
    [REFERENCE, OURS],
  ]) {
    for (const limits of [
      LIMITS,
      { ...LIMITS, ingressRate: 80_000_000_000 },
      { ingressRate: 777_777, ingressBurst: 99_999 },
    ]) {
      const place = makeLimitedPlace(t);
      const added = bandwidth(place, "ADD", limits, { bin: adder ?? OURS });
      t.equal(added.status, 0);
      t.equal(bandwidth(place, "CHECK", limits, { bin: other ?? OURS }).status, 0);
      t.equal(bandwidth(place, "DEL", limits, { bin: other ?? OURS }).status, 0);
      t.notOk(names(place).includes(IFB));
    }
  }
});
