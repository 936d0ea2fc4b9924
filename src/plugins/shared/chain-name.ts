import { quote } from "../../cni/go-quote.ts";
import { sha512 } from "./sha512.ts";

/** Whose a chain or a rule of iptables is: the name of the network and CNI_CONTAINERID. */
export interface RuleOwner {
  readonly network: string;
  readonly containerId: string;
}

/** Length of all chain names that plugins make: that of the longest that iptables of any age takes. */
const CHAIN_NAME_LENGTH = 28;

/**
 * The name of an attachment's own chain, as the reference has it: `CNI-DN-67e92b96e692a494b6b85`. Two interfaces of one
 * container on one network share it.
 *
 * @param prefix of the kind of chain: `DN-`
 */
export async function formatChainName({ network, containerId }: RuleOwner, prefix = ""): Promise<string> {
  return `CNI-${prefix}${await sha512(network + containerId)}`.slice(0, CHAIN_NAME_LENGTH);
}

/** The comment of rules that belong to an attachment: `name: "net" id: "id"`. */
export function formatRuleComment({ network, containerId }: RuleOwner): string {
  return `name: ${quote(network)} id: ${quote(containerId)}`;
}
