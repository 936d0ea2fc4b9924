import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { readConfig } from "../../cni/config/shape.ts";
import { quote } from "../../cni/go-quote.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";

/** Keys of the firewall plugin's configuration. */
export const firewallShape = {
  backend: "text",
  iptablesAdminChainName: "text",
  firewalldZone: "text",
  ingressPolicy: "text",
} as const;

const INGRESS_POLICIES = ["open", "same-bridge", "isolated"] as const;

/** Who may open connections to the container: anybody, ports of its bridge, or nobody on this host. */
export type IngressPolicy = (typeof INGRESS_POLICIES)[number];

/** What all verbs work with: defaults filled in. */
export interface FirewallConfig {
  /** `iptables`, `nftables`, `firewalld`; whatever else stands for the one that this machine has. */
  readonly backend: string;
  readonly adminChain: string;
  readonly zone: string;
  readonly ingressPolicy: IngressPolicy;
}

/** @throws {CniError} 6, or 7 for a policy that is none; a DEL takes that as `open`, since it has to clean up all the same */
export function loadFirewallConfig(call: PluginCall): FirewallConfig {
  const { backend = "", iptablesAdminChainName, firewalldZone, ingressPolicy } = readConfig(firewallShape, call.config);
  return {
    backend,
    // An empty text is as good as none, as in the reference.
    adminChain: iptablesAdminChainName || "CNI-ADMIN",
    zone: firewalldZone || "trusted",
    ingressPolicy: readPolicy(ingressPolicy || "open", call),
  };
}

function readPolicy(text: string, { command }: PluginCall): IngressPolicy {
  const policy = INGRESS_POLICIES.find((each) => each === text);
  if (policy !== undefined) return policy;
  if (command === "DEL") return "open";
  throw new CniError(CNI_ERROR.invalidNetworkConfig, `unknown ingress policy: ${quote(text)}`, {
    details: `one of ${INGRESS_POLICIES.join(", ")}`,
  });
}
