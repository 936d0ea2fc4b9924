import type { IpPrefix } from "../../addr/ip-prefix.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import type { Result } from "../../cni/types/result.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../../netlink/uapi/netfilter.ts";
import type { TagOwner } from "../shared/rule-tag.ts";
import type { PortmapConfig } from "./config.ts";
import { concerns, formatMapping, type PortMapping } from "./port-mapping.ts";

/** What one family of addresses is forwarded. */
export interface FamilyForwarding {
  readonly family: 4 | 6;
  /** NFPROTO_* */
  readonly nfproto: number;
  /** The container's address with its subnet. */
  readonly container: IpPrefix;
  /** Those that concern the family. */
  readonly mappings: readonly PortMapping[];
}

/** What an attachment is forwarded. */
export interface Forwarding {
  readonly owner: TagOwner;
  readonly families: readonly FamilyForwarding[];
  readonly config: PortmapConfig;
}

export function attachmentOf({ config, containerId, ifname }: PluginCall): TagOwner {
  return { network: config.name, containerId, ifname };
}

/** The container's first address of each family that it has, with the mappings for it. */
export function readForwarding(
  call: PluginCall,
  { config, result }: { config: PortmapConfig; result: Result },
): Forwarding {
  const own = result.ips.filter((ip) => {
    const name = ip.interface === undefined ? undefined : result.interfaces[ip.interface];
    return name === undefined || (name.name === call.ifname && (name.sandbox ?? "") !== "");
  });
  const families = ([4, 6] as const).flatMap((family): FamilyForwarding[] => {
    const container = own.find(({ address }) => address.address.family === family)?.address;
    const mappings = config.mappings.filter((mapping) => concerns(mapping, family));
    if (container === undefined) return [];
    return [{ family, nfproto: family === 4 ? NFPROTO_IPV4 : NFPROTO_IPV6, container, mappings }];
  });
  return { owner: attachmentOf(call), families, config };
}

/** The reference takes mappings that lead nowhere and says nothing. */
export function warnOfUseless(call: PluginCall, { families, config }: Forwarding): void {
  for (const mapping of config.mappings) {
    if (families.some((family) => family.mappings.includes(mapping))) continue;
    const { invalidHostIp, hostIp } = mapping;
    const why =
      invalidHostIp !== undefined
        ? `${invalidHostIp} is no address`
        : `the container has no IPv${hostIp?.family ?? 4} address`;
    call.warn(`portmap: host port ${formatMapping(mapping)} is not forwarded: ${why}`);
  }
}
