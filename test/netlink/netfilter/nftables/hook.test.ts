import t from "tap";
import {
  formatHook,
  formatPriority,
  parseHook,
  parsePriority,
} from "../../../../src/netlink/netfilter/nftables/chain/hook.ts";
import { formatFamily, parseFamily } from "../../../../src/netlink/netfilter/nftables/family.ts";
import * as uapi from "../../../../src/netlink/uapi/netfilter.ts";

t.test("families", async (t) => {
  for (const [word, family] of [
    ["inet", uapi.NFPROTO_INET],
    ["ip", uapi.NFPROTO_IPV4],
    ["ip6", uapi.NFPROTO_IPV6],
    ["arp", uapi.NFPROTO_ARP],
    ["bridge", uapi.NFPROTO_BRIDGE],
    ["netdev", uapi.NFPROTO_NETDEV],
  ] as const) {
    t.equal(parseFamily(word), family);
    t.equal(formatFamily(family), word);
  }
  t.equal(parseFamily("toString"), undefined);
  t.equal(formatFamily(99), "family 99");
});

t.test("the same word is another hook in another family", async (t) => {
  t.equal(parseHook("input", uapi.NFPROTO_IPV4), 1);
  t.equal(parseHook("input", uapi.NFPROTO_ARP), 0);
  t.equal(parseHook("ingress", uapi.NFPROTO_INET), 5);
  t.equal(parseHook("ingress", uapi.NFPROTO_NETDEV), 0);
  t.equal(parseHook("prerouting", uapi.NFPROTO_NETDEV), undefined);
  t.equal(parseHook("constructor", uapi.NFPROTO_INET), undefined);
  t.equal(formatHook(1, uapi.NFPROTO_BRIDGE), "input");
  t.equal(formatHook(1, uapi.NFPROTO_ARP), "output");
  t.equal(formatHook(1, uapi.NFPROTO_NETDEV), "egress");
  t.equal(formatHook(9, uapi.NFPROTO_INET), "hook 9");
});

t.test("priorities are read as nft does", async (t) => {
  const read = (text: string, family: number = uapi.NFPROTO_INET) => parsePriority(text, family);
  t.equal(read("-150"), -150);
  t.equal(read("10"), 10);
  t.equal(read("dstnat"), -100);
  t.equal(read("dstnat", uapi.NFPROTO_BRIDGE), -300);
  t.equal(read("out", uapi.NFPROTO_BRIDGE), 100);
  t.equal(read("filter - 10"), -10);
  t.equal(read("srcnat+5"), 105);
  for (const text of ["", "-", "filter 10", "filter +", "raw", "1.5", "toString"]) {
    t.equal(read(text, uapi.NFPROTO_ARP), undefined, text);
  }
});

t.test("priorities are shown as nft does", async (t) => {
  const shown = (priority: number, hooknum: number, family: number = uapi.NFPROTO_INET) =>
    formatPriority(priority, { family, hooknum });
  const { NF_INET_PRE_ROUTING: pre, NF_INET_LOCAL_OUT: out, NF_INET_POST_ROUTING: post } = uapi;
  t.equal(shown(-100, pre), "dstnat");
  t.equal(shown(-100, out), "-100");
  t.equal(shown(110, post), "srcnat + 10");
  t.equal(shown(111, post), "111");
  t.equal(shown(100, pre), "100");
  t.equal(shown(-5, out), "filter - 5");
  t.equal(shown(-200, out, uapi.NFPROTO_BRIDGE), "filter");
  t.equal(shown(100, out, uapi.NFPROTO_BRIDGE), "out");
  t.equal(shown(-300, 0, uapi.NFPROTO_NETDEV), "-300");
});
