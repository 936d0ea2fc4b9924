import type { Side } from "../shared/side.ts";
import { inSysctlsOf, tryWriteSysctl } from "../shared/sysctl.ts";

/** Switches duplicate address detection on or off, and gratuitous ARP on, before the first address is added. */
export function writeInterfaceSysctls(container: Side, ifname: string, { enabledad }: { enabledad: boolean }): void {
  inSysctlsOf<void>(container, () => {
    if (enabledad) tryWriteSysctl(`net/ipv6/conf/${ifname}/enhanced_dad`, "1");
    tryWriteSysctl(`net/ipv6/conf/${ifname}/accept_dad`, enabledad ? "1" : "0");
    tryWriteSysctl(`net/ipv4/conf/${ifname}/arp_notify`, "1");
  });
}
