import { readFileSync } from "node:fs";
import t from "tap";
import { needs } from "../harness/needs.ts";
import { ip, makeNetns, readBridge, readLink } from "../harness/netns.ts";

t.test("the kernel has what this tier is for", async (t) => {
  if (!needs({ kernel: ["vlan", "ipvlan", "dummy", "vrf", "bridge-vlan-filtering", "netem", "multipath"] }, t)) return;
  t.match(readFileSync("/proc/version", "utf8"), /^Linux version /);
});

t.test("a bridge filters VLANs", async (t) => {
  if (!needs({ kernel: ["bridge-vlan-filtering"] }, t)) return;
  const netns = makeNetns(t, "second");
  ip(netns, "link add br0 type bridge vlan_filtering 1");
  ip(netns, "link add v0 type veth peer name v1");
  ip(netns, "link set v0 master br0");
  t.match(readLink(netns, "br0")?.linkinfo?.info_data, { vlan_filtering: 1 });
  t.match(
    readBridge(netns, "vlan").find((port) => port.ifname === "v0"),
    { vlans: [{ vlan: 1, flags: ["PVID", "Egress Untagged"] }] },
  );
});
