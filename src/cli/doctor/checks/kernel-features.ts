import type { PluginConf } from "../../../cni/libcni/network-list.ts";
import { netfilter, openNftablesClient } from "../../../netlink/netfilter/nftables/index.ts";
import { openIptablesClient } from "../../../netlink/netfilter/xtables/index.ts";
import { tbfOptions } from "../../../netlink/route/qdisc/kinds/tbf-options.ts";
import { openRouteClient, type RouteClient } from "../../../netlink/route/route-client.ts";
import { isNetlinkError } from "../../../netlink/socket/netlink-error.ts";
import { createNetns, type Netns } from "../../../netlink/socket/netns.ts";
import { TC_H_ROOT } from "../../../netlink/uapi/pkt_sched.ts";
import type { Check, Found } from "../check.ts";
import type { NodeState } from "../node-state.ts";

interface Probe {
  readonly client: RouteClient;
  readonly netns: Netns;
}

interface Feature {
  readonly name: string;
  /** The module that has it, where it is one. */
  readonly module: string;
  isNeeded(plugin: PluginConf): boolean;
  /** Throws a NetlinkError, or answers false, where the kernel has it not. */
  try(probe: Probe): Promise<unknown>;
}

const isType =
  (...types: readonly string[]) =>
  ({ type }: PluginConf) =>
    types.includes(type);

const filters = (plugin: PluginConf) => isType("firewall", "portmap")(plugin) || plugin.raw.ipMasq === true;

const FEATURES: readonly Feature[] = [
  {
    ...{ name: "bridges", module: "bridge", isNeeded: isType("bridge") },
    try: ({ client }) => client.link.add({ ifname: "br0", linkinfo: { kind: "bridge" } }),
  },
  {
    ...{ name: "veth pairs", module: "veth", isNeeded: isType("bridge", "ptp") },
    try: ({ client }) =>
      client.link.add({ ifname: "v0", linkinfo: { kind: "veth", data: { peer: { ifname: "v1" } } } }),
  },
  {
    ...{ name: "VLANs of bridges", module: "CONFIG_BRIDGE_VLAN_FILTERING" },
    isNeeded: ({ type, raw }) => type === "bridge" && (raw.vlan !== undefined || raw.vlanTrunk !== undefined),
    try: ({ client }) =>
      client.link.add({ ifname: "br1", linkinfo: { kind: "bridge", data: { vlanFiltering: true } } }),
  },
  {
    ...{ name: "ifb links", module: "ifb", isNeeded: isType("bandwidth") },
    try: ({ client }) => client.link.add({ ifname: "ifb9", linkinfo: { kind: "ifb" } }),
  },
  {
    ...{ name: "token buckets", module: "sch_tbf", isNeeded: isType("bandwidth") },
    async try({ client }) {
      const { index } = await client.link.get("lo");
      const options = tbfOptions({ rate: 1_000_000, burst: 10_000, limit: 10_000 });
      await client.qdisc.add({ index, parent: TC_H_ROOT, kind: "tbf", options });
    },
  },
  {
    ...{ name: "nf_tables", module: "nf_tables", isNeeded: filters },
    async try({ netns }) {
      using nft = await openNftablesClient({ netns: netns.fd });
      await nft.transaction.generation();
    },
  },
  {
    ...{ name: "rules of iptables in nf_tables", module: "nft_compat" },
    isNeeded: (plugin) => filters(plugin) && ![plugin.raw.backend, plugin.raw.ipMasqBackend].includes("nftables"),
    async try({ netns }) {
      using iptables = await openIptablesClient({ netns: netns.fd });
      const extension = { kind: "match", name: "comment", revision: 0 } as const;
      return await iptables.supports({ family: netfilter.NFPROTO_IPV4, ...extension });
    },
  },
];

async function isMissing(feature: Feature, probe: Probe): Promise<boolean> {
  try {
    return (await feature.try(probe)) === false;
  } catch (error) {
    if (isNetlinkError(error)) return true;
    throw error;
  }
}

async function probeAll(features: readonly Feature[], { libc }: NodeState): Promise<readonly Found[]> {
  using netns = createNetns(libc);
  using client = await openRouteClient({ netns: netns.fd });
  const found: Found[] = [];
  for (const feature of features) {
    if (!(await isMissing(feature, { client, netns }))) continue;
    const { name, module } = feature;
    const mend = module.startsWith("CONFIG_")
      ? `a kernel with ${module}`
      : `modprobe ${module}, or a kernel that has it`;
    found.push({ level: "error", subject: name, what: "this kernel has no such thing, and a network needs it", mend });
  }
  return found;
}

export const kernelFeatures: Check = {
  name: "kernel-features",
  why: "every ADD of the network fails",
  async look(node) {
    const plugins = node.config.files.flatMap(({ list }) => list?.plugins ?? []);
    const needed = FEATURES.filter((feature) => plugins.some((plugin) => feature.isNeeded(plugin)));
    if (needed.length === 0) return [];
    // Tried in a namespace of its own, which needs the right to make one: without it the check is told as not done.
    return probeAll(needed, node);
  },
};
