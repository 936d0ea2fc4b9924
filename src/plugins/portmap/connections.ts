import type { PluginCall } from "../../cni/skel/plugin.ts";
import { IPPROTO_UDP } from "../../netlink/uapi/in.ts";
import { AF_INET, AF_INET6 } from "../../netlink/uapi/socket.ts";
import type { PortMapping } from "./port-mapping.ts";

const FAMILIES = { 4: AF_INET, 6: AF_INET6 } as const;

/**
 * Makes the kernel forget the connections of UDP to mapped ports: rules are only looked at for the first packet of one,
 * and a client that goes on sending would reach the container that had the port before. A failure is told, and is none of
 * the call's.
 */
export async function forgetConnections(
  { warn }: Pick<PluginCall, "warn">,
  { mappings, families }: { readonly mappings: readonly PortMapping[]; readonly families: readonly (4 | 6)[] },
): Promise<void> {
  const ports = new Set(mappings.flatMap(({ protocol, hostPort }) => (protocol === "udp" ? [hostPort] : [])));
  if (ports.size === 0) return;
  try {
    const { openConntrackClient } = await import("../../netlink/netfilter/conntrack/conntrack-client.ts");
    using conntrack = await openConntrackClient();
    for (const family of families) {
      for (const dstPort of ports) {
        await conntrack.deleteMatching({ family: FAMILIES[family], orig: { protocol: IPPROTO_UDP, dstPort } });
      }
    }
  } catch (error) {
    warn(`portmap: failed to delete connections of UDP: ${error instanceof Error ? error.message : String(error)}`);
  }
}
