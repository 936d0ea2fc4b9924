import { formatChainName, formatRuleComment } from "../../plugins/shared/chain-name.ts";
import { ifbName } from "../../plugins/shared/ifb-name.ts";
import { tagPrefix } from "../../plugins/shared/rule-tag.ts";
import type { KnownAttachment } from "./attachment.ts";
import { bareAddress } from "./bare-address.ts";
import type { FilterRule } from "./filter-rule.ts";

/** Whose links and rules are, by the names and comments that plugins give them. */
export interface Owners {
  /** Of a link of the host that carries an attachment's name: its end of a pair, an ifb. */
  ofLink(ifname: string): KnownAttachment | undefined;
  ofRule(rule: FilterRule): KnownAttachment | undefined;
  /** Of a chain of iptables that is named after an attachment. */
  ofChain(chain: string): KnownAttachment | undefined;
  /** Of an address, without or with a length. */
  ofAddress(address: string): KnownAttachment | undefined;
}

/** Kinds of chains: of ipMasq, and of portmap with its older names. */
const CHAIN_PREFIXES = ["", "DN-", "SN-"];

/** The addresses that a rule of the firewall plugin is for: with iptables it says nothing else of its owner. */
export function admittedAddresses({ chain, text }: Pick<FilterRule, "chain" | "text">): string[] {
  if (chain !== "CNI-FORWARD") return [];
  return [...text.matchAll(/(?:^| )-[sd] (\S+)/g)].flatMap(([, tested = ""]) => {
    const [address = "", length] = tested.split("/");
    return length === undefined || length === "32" || length === "128" ? [bareAddress(address)] : [];
  });
}

/** @param attachments the first of those that something may belong to is taken */
export async function findOwners(attachments: readonly KnownAttachment[]): Promise<Owners> {
  const links = new Map<string, KnownAttachment>();
  const chains = new Map<string, KnownAttachment>();
  const comments = new Map<string, KnownAttachment>();
  const containers = new Map<string, KnownAttachment>();
  const tags = new Map<string, KnownAttachment>();
  const addresses = new Map<string, KnownAttachment>();
  const note = (map: Map<string, KnownAttachment>, key: string, one: KnownAttachment): void => {
    if (!map.has(key)) map.set(key, one);
  };
  for (const one of attachments) {
    for (const prefix of CHAIN_PREFIXES) note(chains, await formatChainName(one, prefix), one);
    note(links, await ifbName(one.network, one.containerId), one);
    // What is shared, the bridge, is nobody's: the pair's end on the host is told from it by its name.
    for (const name of one.hostLinks) if (name.startsWith("veth")) note(links, name, one);
    note(comments, formatRuleComment(one), one);
    note(comments, `dnat ${formatRuleComment(one)}`, one);
    note(containers, one.containerId, one);
    note(comments, `macspoofchk-${one.containerId}-${one.ifname}`, one);
    note(tags, await tagPrefix(one), one);
    for (const address of one.addresses) note(addresses, bareAddress(address), one);
  }
  const ofAddress = (address: string) => addresses.get(bareAddress(address));
  return {
    ofLink: (ifname) => links.get(ifname),
    ofChain: (chain) => chains.get(chain),
    ofAddress,
    ofRule(rule) {
      const { comment, chain, table } = rule;
      if (table.endsWith(" cni_hostport")) return containers.get(comment);
      const byName = comments.get(comment) ?? tags.get(comment.split(",")[0] ?? "") ?? chains.get(chain);
      if (byName !== undefined) return byName;
      const spoofCheck = /^cni-br-iface-(.+?)(?:-mac)?$/.exec(chain)?.[1];
      if (spoofCheck !== undefined) return comments.get(`macspoofchk-${spoofCheck}`);
      return admittedAddresses(rule).map(ofAddress).find(Boolean);
    },
  };
}
