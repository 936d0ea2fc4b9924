import { openConntrackClient } from "../../src/netlink/netfilter/conntrack/conntrack-client.ts";
import { toTuple } from "../../src/netlink/netfilter/conntrack/tuple.ts";
import { AF_INET } from "../../src/netlink/uapi/socket.ts";
import { type Recording, run } from "./recording.ts";

const LIST = "conntrack -L -o id";

/** Connections are followed in namespaces that have a rule about them. */
const follow = [
  "nft add table inet t",
  "nft add chain inet t out { type filter hook output priority 0 ; }",
  "nft add rule inet t out ct state new ct label set 3",
];
const count = ["sysctl -qw net.netfilter.nf_conntrack_acct=1", "sysctl -qw net.netfilter.nf_conntrack_timestamp=1"];

const udp = "-s 10.1.0.5 -d 10.1.0.6 -p udp --sport 1000 --dport 53";
const udp6 = "-s 2001:db8::5 -d 2001:db8::6 -p udp --sport 1000 --dport 53";
const tcp = "-s 10.1.0.5 -d 10.1.0.6 -p tcp --sport 1000 --dport 80";

const add = (name: string, rest: string): Recording => ({ name, command: `conntrack -I ${rest}`, show: LIST });
const change = (name: string, rest: string): Recording => ({
  name,
  setup: [`conntrack -I ${udp} -t 60`],
  command: `conntrack ${rest}`,
  show: LIST,
});

/** Each with its kind of message. */
export const conntrackStatsRecordings = [
  { layout: "conntrack-cpu-stats", recording: { name: "cpu-stats", setup: follow, show: "conntrack -S" } },
  {
    layout: "conntrack-stats",
    recording: { name: "stats", setup: [`conntrack -I ${udp} -t 60`], show: "conntrack -C" },
  },
] as const;

export const conntrackRecordings: readonly Recording[] = [
  add("udp", `${udp} -t 60`),
  add("udp6", `${udp6} -t 60`),
  add("tcp", `${tcp} -t 60 --state ESTABLISHED -u ASSURED,SEEN_REPLY`),
  add(
    "sctp",
    "-s 10.1.0.5 -d 10.1.0.6 -p sctp --sport 1000 --dport 53 -t 60 --state ESTABLISHED --orig-vtag 7 --reply-vtag 9",
  ),
  add("dccp", "-s 10.1.0.5 -d 10.1.0.6 -p dccp --sport 1000 --dport 53 -t 60 --state OPEN --role client"),
  add("gre", "-s 10.1.0.5 -d 10.1.0.6 -p gre --srckey 1 --dstkey 2 -t 60"),
  add("icmp", "-s 10.1.0.5 -d 10.1.0.6 -p icmp --icmp-type 8 --icmp-code 0 --icmp-id 77 -t 60"),
  add("icmpv6", "-s 2001:db8::5 -d 2001:db8::6 -p icmpv6 --icmpv6-type 128 --icmpv6-code 0 --icmpv6-id 77 -t 60"),
  add("mark", `${udp} -t 60 -m 0x1234`),
  add("zone", `${udp} -t 60 -w 5`),
  add("zone-of-orig", `${udp} -t 60 --orig-zone 5`),
  add("src-nat", `${udp} -t 60 --src-nat 192.0.2.1:2000`),
  add("dst-nat", `${udp} -t 60 --dst-nat 192.0.2.1`),
  add("src-nat6", `${udp6} -t 60 --src-nat 2001:db8:1::1`),
  change("get", `-G ${udp}`),
  change("delete", "-D -p udp --dport 53"),
  change("flush", "-F"),
  change("list-mark", "-L -m 0x10/0xff"),
  change("list-zone", "-L -w 5"),
  change("list-status", "-L -u ASSURED"),
  change("list-family", "-L -f ipv6"),
  {
    name: "counters-timestamp-labels",
    setup: [...follow, ...count],
    prepare: {
      words: "a datagram to 127.0.0.1:5353",
      run: async (netns) => {
        run(["nsenter", `--net=${netns}`, "bash", "-c", "echo > /dev/udp/127.0.0.1/5353"]);
      },
    },
    show: LIST,
  },
  {
    name: "sequence-numbers",
    prepare: {
      words: "connection add 10.1.0.5:1000 > 10.1.0.6:80 tcp timeout 60 seqAdjOrig 1000 -3 4 synproxy 7 8 9",
      run: async (netns) => {
        using client = await openConntrackClient({ netns });
        const orig = { src: "10.1.0.5", dst: "10.1.0.6", protocol: 6, srcPort: 1000, dstPort: 80 };
        const reply = { src: "10.1.0.6", dst: "10.1.0.5", protocol: 6, srcPort: 80, dstPort: 1000 };
        const adjusted = { correctionPos: 1000, offsetBefore: -3, offsetAfter: 4 };
        await client.add({
          family: AF_INET,
          tupleOrig: toTuple(orig),
          tupleReply: toTuple(reply),
          timeout: 60,
          seqAdjOrig: adjusted,
          seqAdjReply: { ...adjusted, offsetAfter: 5 },
          synproxy: { isn: 7, its: 8, tsoff: 9 },
        });
      },
    },
    show: LIST,
  },
];
