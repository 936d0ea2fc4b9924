import { formatIpPrefix, type IpPrefix, prefixesOverlap } from "../../../addr/ip-prefix.ts";
import type { Check } from "../check.ts";
import type { NodeState } from "../node-state.ts";

interface ConfiguredSubnet {
  readonly network: string;
  readonly subnet: IpPrefix;
}

/** The subnets that host-local gives addresses of, each once a network. */
export function configuredSubnets({ config }: Pick<NodeState, "config">): readonly ConfiguredSubnet[] {
  const subnets = config.files.flatMap(({ list, pools }) =>
    pools.flatMap(({ sets }) => sets.flat().map(({ subnet }) => ({ network: list?.name ?? "", subnet }))),
  );
  return [...new Map(subnets.map((each) => [`${each.network} ${formatIpPrefix(each.subnet)}`, each])).values()];
}

export const overlappingSubnets: Check = {
  name: "overlapping-subnets",
  why: "two containers get one address, and packets reach one of them by chance",
  look(node) {
    const subnets = configuredSubnets(node);
    return subnets.flatMap((one, at) =>
      subnets
        .slice(at + 1)
        .filter(({ network, subnet }) => network !== one.network && prefixesOverlap(subnet, one.subnet))
        .map(({ network, subnet }) => ({
          level: "error",
          subject: `${one.network} ${formatIpPrefix(one.subnet)}`,
          what: `overlaps with ${formatIpPrefix(subnet)} of the network ${network}`,
          mend: "give each network a subnet of its own",
        })),
    );
  },
};
