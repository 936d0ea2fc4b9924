import { formatIpPrefix } from "../../../addr/ip-prefix.ts";
import { findSysctl } from "../../../plugins/shared/sysctl.ts";
import type { Check } from "../check.ts";
import { configuredSubnets } from "./overlapping-subnets.ts";

const KEY = "net/ipv6/conf/all/disable_ipv6";

export const disabledIpv6: Check = {
  name: "disabled-ipv6",
  why: "the bridge cannot have its IPv6 address: every ADD of the network fails",
  look(node) {
    if (findSysctl(KEY) === "0") return [];
    return configuredSubnets(node)
      .filter(({ subnet }) => subnet.address.family === 6)
      .map(({ network, subnet }) => ({
        level: "error",
        subject: `${network} ${formatIpPrefix(subnet)}`,
        what: "the network has IPv6 addresses, and IPv6 is switched off on this host",
        mend: `sysctl -w ${KEY.replaceAll("/", ".")}=0, or take the range out of the network`,
      }));
  },
};
