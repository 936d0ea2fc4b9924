import type { Recording } from "./recording.ts";

const show = "tc -j -d -s qdisc show dev v0";
const add = (name: string, rest: string): Recording => ({ name, command: `tc qdisc add dev v0 ${rest}`, show });

const second = (name: string, rest: string): Recording => ({ ...add(name, rest), second: true });

export const qdiscRecordings: readonly Recording[] = [
  add("tbf", "root handle 1: tbf rate 8mbit burst 100kb latency 25ms"),
  add("tbf-limit", "root handle 1: tbf rate 1mbit burst 10kb limit 20kb mpu 64 overhead 18"),
  add("tbf-peakrate", "root handle 1: tbf rate 1mbit burst 10kb latency 70ms peakrate 2mbit mtu 1600"),
  add("tbf-rate64", "root handle 1: tbf rate 80gbit burst 10mb latency 25ms peakrate 90gbit mtu 1500"),
  add("ingress", "ingress"),
  add("clsact", "clsact"),
  {
    name: "change",
    setup: ["tc qdisc add dev v0 root handle 1: tbf rate 8mbit burst 100kb latency 25ms"],
    command: "tc qdisc change dev v0 root handle 1: tbf rate 4mbit burst 100kb latency 25ms",
    show,
  },
  {
    name: "replace",
    setup: ["tc qdisc add dev v0 root handle 1: tbf rate 8mbit burst 100kb latency 25ms"],
    command: "tc qdisc replace dev v0 root handle 2: tbf rate 4mbit burst 100kb latency 25ms",
    show,
  },
  {
    name: "delete",
    setup: ["tc qdisc add dev v0 root handle 1: tbf rate 8mbit burst 100kb latency 25ms"],
    command: "tc qdisc delete dev v0 root",
    show,
  },
  { name: "delete-ingress", setup: ["tc qdisc add dev v0 ingress"], command: "tc qdisc delete dev v0 ingress" },
  {
    name: "stab",
    command:
      "tc qdisc add dev v0 root handle 1: stab overhead 4 mtu 2048 mpu 64 tsize 8 linklayer adsl tbf rate 1mbit burst 10kb limit 20kb",
    show,
  },
  { name: "ingress-block", command: "tc qdisc add dev v0 ingress_block 22 ingress", show },
  { name: "clsact-blocks", command: "tc qdisc add dev v0 ingress_block 22 egress_block 23 clsact", show },
  {
    name: "estimator",
    command: "tc qdisc add dev v0 root handle 1: estimator 1sec 8sec tbf rate 1mbit burst 10kb limit 20kb",
    show,
  },
  { name: "list-invisible", show: "tc -j -d -s qdisc show invisible" },
  add("htb", "root handle 1: htb default 20 r2q 5"),
  add("pfifo", "root handle 1: pfifo limit 77"),
  add("bfifo", "root handle 1: bfifo limit 7777"),
  second("prio", "root handle 1: prio bands 3"),
  second("pfifo-fast", "root handle 1: pfifo_fast"),
  second(
    "fq-codel",
    "root handle 1: fq_codel limit 1000 target 5ms interval 100ms flows 64 quantum 1514 ce_threshold 1ms memory_limit 4mb drop_batch 32 noecn",
  ),
  second("netem", "root handle 1: netem limit 500 delay 100ms 10ms 25% loss 1% 5% duplicate 2% corrupt 0.1%"),
  second("netem-rate", "root handle 1: netem delay 10ms reorder 25% 50% gap 5 rate 1mbit 20 100 5"),
  second("netem-rate64", "root handle 1: netem rate 80gbit"),
];
