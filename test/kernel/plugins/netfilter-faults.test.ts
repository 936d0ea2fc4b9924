import t, { type Test } from "tap";
import { EIO, EPERM } from "../../../src/netlink/uapi/errno.ts";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { runIn } from "../../harness/netns.ts";
import { type Json, makePlace, OURS, type Place, type Verb } from "./call.ts";
import { ALL_CALLS, type FaultKind, withFault, withRefusedOperation } from "./faults.ts";
import { enterHost, type InProcessHost } from "./in-process.ts";

if (!needs({ kernel: ["bridge", "veth", "ipv6", "nft-compat"], tools: ["nft"], files: [`${OURS}/portmap`] }, t)) {
  process.exit(0);
}
guardHost(t);
t.setTimeout(1_200_000);

const KINDS: readonly FaultKind[] = [
  { how: "refused", errno: EPERM, calls: ALL_CALLS.filter((name) => name !== "setns") },
  { how: "lost", errno: EIO, calls: ["send", "recv"] },
];

/** More than any ADD makes: a walk that does not end is a mistake of the test. */
const MAX_STEPS = 1000;

/** What only this attachment has of addresses; `number` tells attachments apart. */
function prevResult(number: number): Json {
  const interfaces = [{ name: "br0" }, { name: `eth${number}`, sandbox: "/run/netns/box" }];
  const ips = [`10.1.0.${number}/16`, `fd00:1::${number}/64`].map((address) => ({ address, interface: 1 }));
  return { cniVersion: "1.0.0", interfaces, ips };
}

/** The whole configuration of the attachment of that number. */
type Configure = (number: number, place: Place) => Json;

const portMappings = (number: number) => [
  { hostPort: 8000 + number, containerPort: 80, protocol: "tcp" },
  { hostPort: 8000 + number, containerPort: 53, protocol: "udp" },
];

const SCENARIOS: readonly { readonly name: string; readonly configure: Configure }[] = ["iptables", "nftables"].flatMap(
  (backend) => [
    {
      name: `firewall, ${backend}`,
      configure: (number) => ({
        ...{ type: "firewall", backend, ingressPolicy: "isolated", prevResult: prevResult(number) },
      }),
    },
    {
      name: `portmap, ${backend}`,
      configure: (number) => ({
        ...{ type: "portmap", backend, snat: true, prevResult: prevResult(number) },
        runtimeConfig: { portMappings: portMappings(number) },
      }),
    },
    {
      name: `ipMasq, ${backend}`,
      configure: (_, { dataDir }) => ({
        ...{ type: "bridge", bridge: "br0", isGateway: true, ipMasq: true, ipMasqBackend: backend },
        ipam: { type: "host-local", dataDir, ranges: [[{ subnet: "10.1.0.0/16" }], [{ subnet: "fd00:1::/64" }]] },
      }),
    },
  ],
);

/** A host in this process. What attachments share is there already where `isFirst` is false: another one has it. */
async function enter(t: Test, configure: Configure, { isFirst }: { isFirst: boolean }) {
  const place = makePlace(t);
  // Detecting duplicate addresses takes a second and more, each time.
  runIn(place.container, ["sysctl", "-qw", "net.ipv6.conf.default.accept_dad=0"]);
  const host: InProcessHost = await enterHost(t, place.host);
  const call = (verb: Verb, number = 5) => {
    const config = { cniVersion: "1.0.0", name: "net", ...configure(number, place) };
    return host.call({ verb, netns: place.container, id: `box${number}`, ifname: `eth${number}`, config });
  };
  if (!isFirst) t.match(await call("ADD", 6), { status: 0 });
  return { host, call, look: () => runIn(place.host, ["nft", "list", "ruleset"]) };
}

for (const { name, configure } of SCENARIOS) {
  for (const isFirst of [true, false]) {
    t.test(`${name}: ${isFirst ? "the first" : "another"} ADD, each operation refused in turn`, async (t) => {
      const { host, call, look } = await enter(t, configure, { isFirst });
      const before = look();
      for (let at = 1; at <= MAX_STEPS; at++) {
        const [answer, isHit] = await withRefusedOperation(host.libc, at, () => call("ADD"));
        if (!isHit) {
          t.equal(answer.status, 0);
          t.ok(at > 3, `${at - 1} operations`);
          t.not(look(), before);
          break;
        }
        t.equal(answer.json?.code, 999);
        t.match(answer.json?.details, new RegExp(`^(add|append|insert|delete|flush) .*operation ${at} of \\d+`));
        t.equal(look(), before);
      }
    });
  }

  // That of ipMasq is a part of the plugin's: fault-walk.test.ts.
  for (const kind of name.startsWith("ipMasq") ? [] : KINDS) {
    for (const verb of ["ADD", "DEL"] as const) {
      t.test(`${name}: ${verb} with a call ${kind.how}`, { timeout: 300_000 }, async (t) => {
        const { host, call, look } = await enter(t, configure, { isFirst: false });
        const before = look();
        for (let at = 1; at <= MAX_STEPS; at++) {
          if (verb === "DEL") t.match(await call("ADD"), { status: 0 });
          const [answer, isHit] = await withFault(host.libc, { ...kind, at }, () => call(verb));
          host.comeBack();
          const what = `step ${at}: ${answer.json?.msg ?? "went well"}`;
          if (answer.status !== 0) t.match(answer.json?.msg, /./, "a failure says something");
          if (answer.status === 0 || verb === "DEL") t.match(await call("DEL"), { status: 0 });
          if (!t.equal(look(), before, what) || !isHit) break;
        }
      });
    }
  }
}
