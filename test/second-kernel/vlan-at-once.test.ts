import t, { type Test } from "tap";
import type { Libc } from "../../src/netlink/socket/libc.ts";
import { useLibc } from "../../src/netlink/socket/load-libc.ts";
import { needs } from "../harness/needs.ts";
import { ip, makeNetns, readAddresses, readBridge, readLinks, type TestNetns } from "../harness/netns.ts";
import { type Answer, call, makePlace, OURS } from "../kernel/plugins/call.ts";
import { enterHost } from "../kernel/plugins/in-process.ts";
import { startCall } from "../kernel/plugins/parallel.ts";

const NEEDED = { kernel: ["bridge-vlan-filtering", "veth"], files: [`${OURS}/bridge`] } as const;
const ROUNDS = 2;
const CONTAINERS = 8;

/** More requests than an ADD makes: a walk that does not end is a mistake of the test. */
const MAX_REQUESTS = 100;

t.setTimeout(300_000);

/** Containers and one gateway, all of them in VLAN 100 alone. */
function checkBridge(t: Test, host: TestNetns, containers: number): void {
  const ports = readLinks(host).filter(({ master }) => master === "br0");
  t.equal(ports.length, containers + 1, "the containers and one gateway");
  const addresses = readAddresses(host, "br0.100").filter(({ family }) => family === "inet");
  t.strictSame(
    addresses.map(({ local }) => local),
    ["10.1.0.1"],
  );
  const vlans = readBridge(host, "vlan");
  for (const { ifname } of ports) {
    const port = vlans.find((each) => each.ifname === ifname);
    t.match(port?.vlans, [{ vlan: 100, flags: ["PVID", "Egress Untagged"] }], "in that VLAN");
    t.match(port?.vlans, { length: 1 }, "and in no other");
  }
}

t.test("the first containers of a VLAN at the same time", async (t) => {
  if (!needs(NEEDED, t)) return;
  const { host, container, dataDir } = makePlace(t);
  const ipam = { type: "host-local", dataDir, subnet: "10.1.0.0/16" };
  const config = { cniVersion: "1.1.0", name: "net", type: "bridge", bridge: "br0", isGateway: true, vlan: 100, ipam };
  const containers = Array.from({ length: CONTAINERS }, (_, index) => ({
    ...{ netns: index === 0 ? container : makeNetns(t, "box"), id: `box${index}` },
  }));
  const callAll = (verb: "ADD" | "DEL") =>
    Promise.all(containers.map((each) => startCall({ ...each, host, config, verb }).answer));

  for (let round = 1; round <= ROUNDS; round++) {
    for (const verb of ["ADD", "DEL"] as const) {
      for (const { status, json, stderr } of await callAll(verb)) {
        t.match(
          { status, stderr, msg: json?.msg },
          { status: 0, stderr: "", msg: undefined },
          `round ${round}, ${verb}`,
        );
      }
      if (verb === "DEL") continue;
      checkBridge(t, host, CONTAINERS);
    }
    for (const name of ["br0.100", "br0"]) ip(host, `link delete ${name}`);
  }
});

/** Runs `action` with `interruption` right before one of its datagrams. @returns what it returned, and whether there was one */
async function interrupt<T>(
  libc: Libc,
  { at, interruption }: { at: number; interruption: () => void },
  action: () => Promise<T>,
): Promise<[T, boolean]> {
  let count = 0;
  const send: Libc["send"] = (...datagram) => {
    count += 1;
    if (count === at) interruption();
    return libc.send(...datagram);
  };
  const restore = useLibc({ ...libc, send });
  try {
    return [await action(), count >= at];
  } finally {
    restore();
  }
}

t.test("the first container of a VLAN, another's whole ADD coming before each of its requests in turn", async (t) => {
  if (!needs(NEEDED, t)) return;
  const { host, container } = makePlace(t);
  const other = makeNetns(t, "other");
  const inside = await enterHost(t, host);
  const add = (netns: TestNetns, address: string) => {
    const ipam = { type: "static", addresses: [{ address, gateway: "10.1.0.1" }] };
    const config = {
      cniVersion: "1.1.0",
      name: "net",
      type: "bridge",
      bridge: "br0",
      isGateway: true,
      vlan: 100,
      ipam,
    };
    return { netns, id: netns.name, verb: "ADD", config } as const;
  };
  for (let at = 1; at <= MAX_REQUESTS; at++) {
    const answers: Answer[] = [];
    const interruption = () => void answers.push(call({ ...add(other, "10.1.0.3/16"), host }));
    const [answer, isHit] = await interrupt(inside.libc, { at, interruption }, () =>
      inside.call(add(container, "10.1.0.2/16")),
    );
    if (!isHit) {
      t.ok(at > 10, `${at - 1} requests`);
      break;
    }
    for (const { status, json, stderr } of [answer, ...answers]) {
      t.match({ status, stderr, msg: json?.msg }, { status: 0, stderr: "", msg: undefined }, `request ${at}`);
    }
    checkBridge(t, host, 2);
    for (const name of ["br0.100", "br0"]) ip(host, `link delete ${name}`);
    for (const netns of [container, other]) ip(netns, "link delete eth0");
  }
});
