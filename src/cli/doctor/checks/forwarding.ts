import { parseIpAddress } from "../../../addr/ip-address.ts";
import { findSysctl, writeSysctl } from "../../../plugins/shared/sysctl.ts";
import type { Check } from "../check.ts";
import { hostAddresses } from "../host-addresses.ts";
import type { NodeState } from "../node-state.ts";

const KEYS = { 4: "net/ipv4/ip_forward", 6: "net/ipv6/conf/all/forwarding" } as const;

/** Families whose gateways are addresses of this host: only then is it the host that forwards. */
function routedFamilies(node: NodeState): ReadonlySet<4 | 6> {
  const own = hostAddresses(node);
  const gateways = node.live.flatMap((attachment) => attachment.gateways).filter((gateway) => own.has(gateway));
  return new Set(gateways.map((gateway) => parseIpAddress(gateway).family));
}

export const forwarding: Check = {
  name: "forwarding",
  why: "containers reach this host and nothing behind it",
  look: (node) =>
    [...routedFamilies(node)].flatMap((family) => {
      const key = KEYS[family];
      if (findSysctl(key) !== "0") return [];
      const fix = () => {
        writeSysctl(key, "1");
        return `set ${key} to 1`;
      };
      const what = `this host is the gateway of containers and does not forward IPv${family}`;
      const name = key.replaceAll("/", ".");
      return [{ level: "error", subject: name, what, mend: `sysctl -w ${name}=1, and what sets it to 0 at boot`, fix }];
    }),
};
