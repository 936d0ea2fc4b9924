import { formatIpAddress } from "../../../addr/ip-address.ts";
import { formatIpPrefix } from "../../../addr/ip-prefix.ts";
import type { IptablesRule, Match } from "../../../netlink/netfilter/xtables/rule/iptables-rule.ts";
import { natTo } from "../../../netlink/netfilter/xtables/target/nat-range.ts";
import { XT_ADDRTYPE_LOCAL } from "../../../netlink/uapi/xt_addrtype.ts";
import { XT_MULTI_PORTS, XT_MULTIPORT_DESTINATION } from "../../../netlink/uapi/xt_multiport.ts";
import { formatRuleComment, type RuleOwner } from "../../shared/chain-name.ts";
import type { PortmapConfig } from "../config.ts";
import type { FamilyForwarding } from "../forwarding.ts";
import { hostAddress, type PortMapping, type PortProtocol, protocolNumber } from "../port-mapping.ts";
import { parseConditions } from "./conditions.ts";

/** Chains that all attachments share. */
export const DNAT_CHAIN = "CNI-HOSTPORT-DNAT";
export const MARK_CHAIN = "CNI-HOSTPORT-SETMARK";
export const MASQ_CHAIN = "CNI-HOSTPORT-MASQ";

/** XT_MAX_COMMENT_LEN without the NUL, and where the reference cuts what is longer. */
const MAX_COMMENT = 255;
const CUT_COMMENT = 253;

const ALL_BITS = 0xffffffff;

/** Of the chain that marks what is to be masqueraded. */
export function markRule({ markMasqBit }: PortmapConfig): IptablesRule {
  const mark = (1 << markMasqBit) >>> 0;
  return {
    matches: [{ name: "comment", info: "CNI portfwd masquerade mark" }],
    jump: { name: "MARK", info: { mark, mask: mark } },
  };
}

/** Of the chain that masquerades what is marked. */
export function masqueradeRule({ markMasqBit }: PortmapConfig): IptablesRule {
  const mark = (1 << markMasqBit) >>> 0;
  return {
    matches: [{ name: "mark", info: { mark, mask: mark & ALL_BITS } }],
    jump: { name: "MASQUERADE", info: { flags: 0 } },
  };
}

/** Of POSTROUTING. */
export const toMasquerade: IptablesRule = {
  matches: [{ name: "comment", info: "CNI portfwd requiring masquerade" }],
  jump: MASQ_CHAIN,
};

/** Of PREROUTING and OUTPUT. */
export const toForwarding: IptablesRule = {
  matches: [{ name: "addrtype", info: { source: 0, dest: XT_ADDRTYPE_LOCAL, flags: 0 } }],
  jump: DNAT_CHAIN,
};

/** The comment of the rules that lead to an attachment's chain. */
export function entryComment(owner: RuleOwner): string {
  const comment = `dnat ${formatRuleComment(owner)}`;
  const bytes = new TextEncoder().encode(comment);
  if (bytes.length <= MAX_COMMENT) return comment;
  const { read } = new TextEncoder().encodeInto(comment, new Uint8Array(CUT_COMMENT));
  return `${comment.slice(0, read)}...`;
}

/** The rules of {@link DNAT_CHAIN} that lead to an attachment's chain: 15 ports each, protocols in alphabetical order. */
export function entryRules(
  { family }: FamilyForwarding,
  { config, chain, owner }: { config: PortmapConfig; chain: string; owner: RuleOwner },
): IptablesRule[] {
  const { matches: more = [], ...tests } = parseConditions(config.conditions[family], family);
  const comment = { name: "comment", info: entryComment(owner) } as const;
  const rules: IptablesRule[] = [];
  for (const [protocol, ports] of portsByProtocol(config.mappings)) {
    for (let at = 0; at < ports.length; at += XT_MULTI_PORTS) {
      const info = { flags: XT_MULTIPORT_DESTINATION, ports: ports.slice(at, at + XT_MULTI_PORTS) };
      const matches = [comment, { name: "multiport", info } as const, ...more];
      rules.push({ ...tests, protocol: protocolNumber(protocol), matches, jump: chain });
    }
  }
  return rules;
}

/** Of all mappings, also those for addresses of the other family, as the reference has it. */
function portsByProtocol(mappings: readonly PortMapping[]): [PortProtocol, number[]][] {
  const ports = new Map<PortProtocol, number[]>();
  for (const { protocol, hostPort } of mappings) ports.set(protocol, [...(ports.get(protocol) ?? []), hostPort]);
  return [...ports].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The rules of an attachment's chain, three or fewer for each mapping. */
export function chainRules({ family, container, mappings }: FamilyForwarding, config: PortmapConfig): IptablesRule[] {
  const marking = config.externalSetMarkChain ?? MARK_CHAIN;
  return mappings.flatMap((mapping) => {
    const base = portTest(mapping);
    const rules: IptablesRule[] = [];
    if (config.snat) {
      const everybody = family === 4 ? "0.0.0.0/0" : "::/0";
      rules.push({ ...base, source: config.masqAll ? everybody : formatIpPrefix(container), jump: marking });
      if (family === 4 && !config.masqAll) rules.push({ ...base, source: "127.0.0.1", jump: marking });
    }
    const to = natTo(formatIpAddress(container.address), mapping.containerPort);
    return [...rules, { ...base, jump: { name: "DNAT", info: to } }];
  });
}

/** What packets for the mapping's port are like. */
export function portTest(mapping: PortMapping): IptablesRule {
  const { protocol, hostPort } = mapping;
  const info = { dport: { start: hostPort, end: hostPort } };
  // Each protocol's match has this test.
  const match = { name: protocol, info } as Match;
  const rule: IptablesRule = { protocol: protocolNumber(protocol), matches: [match] };
  const destination = hostAddress(mapping);
  return destination === undefined ? rule : { ...rule, destination };
}
