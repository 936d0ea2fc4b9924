import type { Recording } from "./recording.ts";

const show = "ip -d -j address show dev v0";
const add = (name: string, rest: string) => ({ name, command: `ip address add ${rest} dev v0`, show });

export const addrRecordings: readonly Recording[] = [
  add("ipv4", "10.1.0.5/16"),
  add("ipv4-without-length", "10.1.0.5"),
  add("broadcast-and-label", "10.1.0.5/16 broadcast 10.1.255.255 label v0:x"),
  add("peer", "10.9.0.1 peer 10.9.0.2/32"),
  add("peer-in-a-net", "10.9.0.1 peer 10.9.0.2/24"),
  add("loopback-range", "127.0.0.2/8"),
  add("lifetimes", "10.1.0.5/16 valid_lft 2000 preferred_lft 1000"),
  add("metric", "10.1.0.5/16 metric 50"),
  add("ipv6", "2001:db8::1/64"),
  add("ipv6-nodad-noprefixroute", "2001:db8::1/64 nodad noprefixroute"),
  add("ipv6-peer", "2001:db8::1 peer 2001:db8::2/128"),
  add("ipv6-lifetimes", "2001:db8::1/64 valid_lft 2000 preferred_lft 0 nodad"),
  add("scope-link-noprefixroute", "10.1.0.5/16 scope link noprefixroute"),
  {
    name: "replace",
    setup: ["ip address add 10.1.0.5/16 dev v0"],
    command: "ip address replace 10.1.0.5/16 dev v0 valid_lft 500 preferred_lft 400",
  },
  {
    name: "change",
    setup: ["ip address add 2001:db8::1/64 dev v0"],
    command: "ip address change 2001:db8::1/64 dev v0 valid_lft 500 preferred_lft 400",
  },
  { name: "delete", setup: ["ip address add 10.1.0.5/16 dev v0"], command: "ip address delete 10.1.0.5/16 dev v0" },
  {
    name: "delete-ipv6",
    setup: ["ip address add 2001:db8::1/64 dev v0"],
    command: "ip address delete 2001:db8::1/64 dev v0",
  },
  {
    name: "link-local",
    setup: ["ip link set v0 addrgenmode eui64", "ip link set v0 down", "ip link set v0 up"],
    show,
  },
  {
    name: "two-addresses-in-one-net",
    setup: ["ip address add 10.1.0.5/16 dev v0", "ip address add 10.1.0.6/16 dev v0"],
    show,
  },
];
