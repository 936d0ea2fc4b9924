import { openRouteClient } from "../../src/netlink/route/route-client.ts";
import { AF_INET6 } from "../../src/netlink/uapi/socket.ts";
import type { Recording } from "./recording.ts";

const add = (name: string, rest: string, show = "ip -d -j rule show"): Recording => ({
  name,
  command: `ip rule add ${rest}`,
  show,
});
const add6 = (name: string, rest: string): Recording => ({
  name,
  command: `ip -6 rule add ${rest}`,
  show: "ip -d -j -6 rule show",
});

export const ruleRecordings: readonly Recording[] = [
  add("from-to", "from 10.1.0.0/16 to 10.2.0.7 table 100 priority 50"),
  add("table-1000", "from 10.1.0.5 table 1000"),
  add("fwmark", "fwmark 0x10/0xff table 100 priority 50"),
  add("interfaces", "iif v0 oif v1 table 100 priority 50"),
  add("not-tos", "not from 10.1.0.0/16 tos 0x10 table 100 priority 50"),
  add("goto", "from 10.1.0.0/16 goto 32767 priority 50"),
  add("nop", "from 10.1.0.0/16 nop priority 50"),
  add("blackhole", "from 10.1.0.0/16 blackhole priority 50"),
  add("unreachable", "from 10.1.0.0/16 unreachable priority 50"),
  add("prohibit", "from 10.1.0.0/16 prohibit priority 50"),
  add("suppress", "table main suppress_prefixlength 0 suppress_ifgroup 5 priority 50"),
  add("uidrange", "uidrange 1000-2000 table 100 priority 50"),
  add("ports", "ipproto tcp sport 1000-2000 dport 443 table 100 priority 50"),
  add("l3mdev", "l3mdev priority 50"),
  add("tun-id", "tun_id 77 table 100 priority 50"),
  add("protocol", "from 10.1.0.0/16 table 100 protocol static priority 50"),
  add("realms", "from 10.1.0.0/16 table 100 realms 5/6 priority 50"),
  add6("ipv6", "from 2001:db8::/32 to 2001:db8:2::7 table 100 priority 50"),
  add6("ipv6-plain", "table 1000 priority 50"),
  {
    name: "dscp",
    prepare: {
      words: "rule add dscp 10/63 ipProto tcp sport 0x400/0xff00 table 100 priority 50",
      run: async (netns) => {
        using client = await openRouteClient({ netns });
        const ports = { sportRange: { start: 0x400, end: 0x400 }, sportMask: 0xff00 };
        await client.rule.add({ priority: 50, table: 100, dscp: 10, dscpMask: 63, ipProto: 6, ...ports });
      },
    },
    show: "ip -d -j rule show",
  },
  {
    name: "ipv6-flowlabel",
    prepare: {
      words: "rule add flowlabel 0x12305/0xfff0f table 100 priority 50",
      run: async (netns) => {
        using client = await openRouteClient({ netns });
        const label = { flowlabel: 0x12305, flowlabelMask: 0xfff0f };
        await client.rule.add({ family: AF_INET6, priority: 50, table: 100, ...label });
      },
    },
    show: "ip -d -j -6 rule show",
  },
  { name: "delete", setup: ["ip rule add from 10.1.0.0/16 table 100"], command: "ip rule delete from 10.1.0.0/16" },
  {
    name: "delete-priority",
    setup: ["ip rule add from 10.1.0.0/16 table 100 priority 50"],
    command: "ip rule delete priority 50",
  },
];
