import { findSysctl } from "../../../plugins/shared/sysctl.ts";
import { attachedLinks } from "../attached-links.ts";
import type { Check } from "../check.ts";

const KEYS = ["net/bridge/bridge-nf-call-iptables", "net/bridge/bridge-nf-call-ip6tables"];

export const bridgeNetfilter: Check = {
  name: "bridge-netfilter",
  why: "rules do not see packets between containers of one bridge: service addresses of Kubernetes and policies fail there",
  look(node) {
    if (!attachedLinks(node).some(({ linkinfo }) => linkinfo?.kind === "bridge")) return [];
    // Without br_netfilter the keys are not there, and somebody has decided so.
    return KEYS.filter((key) => findSysctl(key) === "0").map((key) => {
      const name = key.replaceAll("/", ".");
      return { level: "warning", subject: name, what: "0", mend: `sysctl -w ${name}=1 where Kubernetes runs` };
    });
  },
};
