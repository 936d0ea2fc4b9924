import type { Picture, ShownLink } from "../../../src/cli/show/picture.ts";

/** A link with what a test says of it. */
function link(rest: Partial<ShownLink>): ShownLink {
  const peer = { namespace: "", ifname: "" };
  const nothing = { addresses: [], master: "", altnames: [], owner: "", peer, mac: "" };
  return { ifname: "", kind: "veth", state: "up", mtu: 1500, ...nothing, ...rest };
}

/** A bridge with two ports, whose containers are listed in the other order, a wire of its own, and names that are markup. */
export const picture: Picture = {
  namespace: "host",
  links: [
    link({ ifname: "lo", kind: "link" }),
    link({ ifname: "cni0", kind: "bridge", addresses: ["10.1.0.1/16"] }),
    link({ ifname: "veth1", master: "cni0", owner: "net/a/eth0", peer: { namespace: "a", ifname: "eth0" } }),
    link({ ifname: "veth2", master: "cni0", owner: "net/b/eth0", peer: { namespace: "b", ifname: "eth0" } }),
    link({ ifname: "uplink", kind: "link", state: "down" }),
  ],
  routes: [
    { dst: "default", via: "192.0.2.1", dev: "uplink", table: "main", owner: "" },
    { dst: "10.1.0.0/16", via: "", dev: "cni0", table: "main", owner: "" },
  ],
  rules: [{ priority: 5, text: "from 10.1.0.0/16 lookup 7" }],
  qdiscs: [
    { dev: "veth1", kind: "tbf", handle: "1:", parent: "root", rate: 100_000_000, owner: "net/a/eth0" },
    { dev: "veth2", kind: "ingress", handle: "ffff:", parent: "ffff:fff1", rate: 0, owner: "" },
  ],
  nftables: [{ table: "ip nat", chain: "POSTROUTING", text: "-j CNI-1", owner: "net/a/eth0" }],
  portMappings: [{ hostPort: 8080, containerPort: 80, protocol: "tcp", hostIP: "2001:db8::1", owner: "net/a/eth0" }],
  containers: [
    {
      ...{ name: 'b <"&#1;">', paths: ["/run/netns/b"], attachments: ["net/b/eth0"], routes: [] },
      links: [link({ ifname: "eth0", addresses: ["10.1.0.3/16"], peer: { namespace: "host", ifname: "veth2" } })],
    },
    {
      ...{ name: "a", paths: ["/run/netns/a"], attachments: ["net/a/eth0"] },
      links: [link({ ifname: "eth0", addresses: ["10.1.0.2/16"], peer: { namespace: "host", ifname: "veth1" } })],
      routes: [{ dst: "default", via: "10.1.0.1", dev: "eth0", table: "main", owner: "" }],
    },
  ],
  unread: ["nftables: EPERM"],
};
