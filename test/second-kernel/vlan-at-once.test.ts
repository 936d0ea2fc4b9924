import t from "tap";
import { needs } from "../harness/needs.ts";
import { ip, makeNetns, readAddresses, readBridge, readLinks } from "../harness/netns.ts";
import { makePlace, OURS } from "../kernel/plugins/call.ts";
import { startCall } from "../kernel/plugins/parallel.ts";

const NEEDED = { kernel: ["bridge-vlan-filtering", "veth"], files: [`${OURS}/bridge`] } as const;
const ROUNDS = 4;
const CONTAINERS = 8;

t.setTimeout(300_000);

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
      const ports = readLinks(host).filter(({ master }) => master === "br0");
      t.equal(ports.length, CONTAINERS + 1, "the containers and one gateway");
      const addresses = readAddresses(host, "br0.100").filter(({ family }) => family === "inet");
      t.strictSame(
        addresses.map(({ local }) => local),
        ["10.1.0.1"],
      );
      for (const { ifname } of ports) {
        const port = readBridge(host, "vlan").find((each) => each.ifname === ifname);
        t.match(port?.vlans, [{ vlan: 100, flags: ["PVID", "Egress Untagged"] }], "in that VLAN");
        t.match(port?.vlans, { length: 1 }, "and in no other");
      }
    }
    for (const name of ["br0.100", "br0"]) ip(host, `link delete ${name}`);
  }
});
