import type { Recording } from "./recording.ts";

const htb = "tc qdisc add dev v0 root handle 1: htb default 20";
const show = "tc -j -d -s class show dev v0";
const add = (name: string, rest: string): Recording => ({
  name,
  setup: [htb],
  command: `tc class add dev v0 ${rest}`,
  show,
});

export const classRecordings: readonly Recording[] = [
  add("htb", "parent 1: classid 1:1 htb rate 8mbit"),
  add(
    "htb-all",
    "parent 1: classid 1:20 htb rate 8mbit ceil 16mbit burst 20kb cburst 30kb prio 3 quantum 3000 mtu 2000",
  ),
  add("htb-rate64", "parent 1: classid 1:1 htb rate 80gbit ceil 90gbit burst 1mb cburst 1mb"),
  {
    name: "change",
    setup: [htb, "tc class add dev v0 parent 1: classid 1:1 htb rate 8mbit"],
    command: "tc class change dev v0 parent 1: classid 1:1 htb rate 4mbit",
    show,
  },
  {
    name: "replace",
    setup: [htb],
    command: "tc class replace dev v0 parent 1: classid 1:1 htb rate 4mbit",
    show,
  },
  {
    name: "delete",
    setup: [htb, "tc class add dev v0 parent 1: classid 1:1 htb rate 8mbit"],
    command: "tc class delete dev v0 classid 1:1",
  },
];
