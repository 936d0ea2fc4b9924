// A veth pair in a throw-away network namespace, limited by a token bucket filter, with a filter that sends what comes
// in somewhere else, and what the kernel says of them. Needs root. Nothing is left: the namespace lives as long as it is held.
import {
  createNetns,
  formatTcHandle,
  isAction,
  isFilter,
  isQdisc,
  loadLibc,
  openRouteClient,
  parseTcHandle,
  pktCls,
  pktSched,
  tbfOptions,
  tcMirred,
} from "cni-ts/netlink";

using netns = createNetns(await loadLibc());
using client = await openRouteClient({ netns: netns.fd });
await client.link.add({ ifname: "v0", linkinfo: { kind: "veth", data: { peer: { ifname: "v1" } } } });
const { index } = await client.link.get("v0");
const { index: ifindex } = await client.link.get("v1");

// tc qdisc add dev v0 root handle 1: tbf rate 8mbit burst 100000 latency 25ms
await client.qdisc.add({
  ...{ index, parent: pktSched.TC_H_ROOT, handle: parseTcHandle("1:"), kind: "tbf" },
  options: tbfOptions({ rate: 1_000_000, burst: 100_000, latencyUs: 25_000 }),
});

// tc qdisc add dev v0 ingress; tc filter add dev v0 ingress prio 1 u32 match u32 0 0 action mirred egress redirect dev v1
const parent = parseTcHandle("ffff:");
await client.qdisc.add({ index, parent: pktSched.TC_H_INGRESS, handle: parent, kind: "ingress" });
const parms = { action: pktCls.TC_ACT_STOLEN, eaction: tcMirred.TCA_EGRESS_REDIR, ifindex };
await client.filter.add({
  ...{ index, parent, prio: 1, kind: "u32" },
  options: { sel: { flags: pktCls.TC_U32_TERMINAL, keys: [{}] }, act: [{ kind: "mirred", options: { parms } }] },
});

for (const qdisc of await client.qdisc.list({ index })) {
  const rate = isQdisc(qdisc, "tbf") ? ` of ${qdisc.options?.parms?.rate?.rate} bytes a second` : "";
  console.log(`${qdisc.kind} ${formatTcHandle(qdisc.handle)} at ${formatTcHandle(qdisc.parent)}${rate}`);
}
for (const filter of await client.filter.list({ index, parent })) {
  for (const action of (isFilter(filter, "u32") && filter.options?.act) || []) {
    const target = isAction(action, "mirred") ? action.options?.parms?.ifindex : undefined;
    console.log(`${filter.kind} pref ${filter.prio}: ${action.kind} to link ${target}`);
  }
}
