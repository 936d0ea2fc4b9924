import { formatIpAddress } from "../../../addr/ip-address.ts";
import { fib } from "../../../netlink/netfilter/nftables/builders/fib.ts";
import { ip, ip6 } from "../../../netlink/netfilter/nftables/builders/ip.ts";
import { dnat, masquerade } from "../../../netlink/netfilter/nftables/builders/nat.ts";
import { type Statement, toExpressions } from "../../../netlink/netfilter/nftables/builders/statement.ts";
import { dccp, sctp, tcp, udp } from "../../../netlink/netfilter/nftables/builders/transport.ts";
import { jump } from "../../../netlink/netfilter/nftables/builders/verdict.ts";
import { addChain, type Chain } from "../../../netlink/netfilter/nftables/chain/chain.ts";
import type { Expression } from "../../../netlink/netfilter/nftables/expr/expression.ts";
import { addRule, flushChain } from "../../../netlink/netfilter/nftables/rule/rule.ts";
import { addTable } from "../../../netlink/netfilter/nftables/table/table.ts";
import type { Operation } from "../../../netlink/netfilter/nftables/transaction/operation.ts";
import {
  NF_ACCEPT,
  NF_INET_LOCAL_OUT,
  NF_INET_POST_ROUTING,
  NF_INET_PRE_ROUTING,
} from "../../../netlink/uapi/netfilter.ts";
import { NF_IP_PRI_NAT_DST, NF_IP_PRI_NAT_SRC } from "../../../netlink/uapi/netfilter_ipv4.ts";
import type { FamilyForwarding, Forwarding } from "../forwarding.ts";
import { hostAddress, type PortMapping } from "../port-mapping.ts";
import { parseConditions } from "./conditions.ts";

export const TABLE = "cni_hostport";
/** Chains with rules of single attachments. The second is of an older layout: nothing is put there any more. */
export const HOSTPORTS = "hostports";
const HOSTIP_HOSTPORTS = "hostip_hostports";
export const MASQUERADING = "masquerading";
export const OWNED_CHAINS: readonly string[] = [HOSTPORTS, HOSTIP_HOSTPORTS, MASQUERADING];

const ALL = "hostports_all";

const PORTS = { tcp, udp, sctp, dccp } as const;

/** A rule of an attachment, without what it says of its owner. */
export interface OwnRule {
  readonly chain: string;
  readonly expressions: readonly Expression[];
  /** `8080/tcp`, or the words of a rule that is for no single mapping. */
  readonly mapping: PortMapping | undefined;
}

const base = (family: FamilyForwarding, name: string, hooknum: number, priority: number): Chain => ({
  family: family.nfproto,
  table: TABLE,
  name,
  hook: { hooknum, priority },
  policy: NF_ACCEPT,
  type: "nat",
});

/** What all attachments share, made where it is missing; the conditions are those of the last ADD, as in the reference. */
export function sharedOperations(family: FamilyForwarding, { config }: Forwarding): Operation[] {
  const { nfproto } = family;
  const plain = (name: string): Operation => addChain({ family: nfproto, table: TABLE, name });
  const rule = (chain: string, ...statements: readonly Statement[]): Operation =>
    addRule({ family: nfproto, table: TABLE, chain, expressions: toExpressions(nfproto, statements) });
  const flush = (chain: string): Operation => flushChain({ family: nfproto, table: TABLE, chain });
  const toPorts = [
    ...parseConditions(config.conditions[family.family], family.family),
    fib.daddr.type("local"),
    jump(ALL),
  ];
  const operations = [
    addTable({ family: nfproto, name: TABLE, userdata: { comment: "CNI portmap plugin" } }),
    plain(HOSTPORTS),
    plain(HOSTIP_HOSTPORTS),
    plain(ALL),
    flush(ALL),
    rule(ALL, jump(HOSTIP_HOSTPORTS)),
    rule(ALL, jump(HOSTPORTS)),
    addChain(base(family, "prerouting", NF_INET_PRE_ROUTING, NF_IP_PRI_NAT_DST)),
    flush("prerouting"),
    rule("prerouting", ...toPorts),
    addChain(base(family, "output", NF_INET_LOCAL_OUT, NF_IP_PRI_NAT_DST)),
    flush("output"),
    rule("output", ...toPorts),
  ];
  if (config.snat) operations.push(addChain(base(family, MASQUERADING, NF_INET_POST_ROUTING, NF_IP_PRI_NAT_SRC)));
  return operations;
}

/** The rules of an attachment in one family. */
export function ownRules(family: FamilyForwarding, { config }: Forwarding): OwnRule[] {
  const { nfproto, container, mappings } = family;
  const addr = formatIpAddress(container.address);
  const rules = mappings.map((mapping): OwnRule => {
    const statements = [...portStatements(mapping), dnat({ addr, port: mapping.containerPort })];
    return { chain: HOSTPORTS, expressions: toExpressions(nfproto, statements), mapping };
  });
  if (!config.snat) return rules;
  const words = family.family === 4 ? ip : ip6;
  const sources = family.family === 4 ? [addr, "127.0.0.1"] : [addr];
  for (const source of sources) {
    const statements = [words.saddr(source), words.daddr(addr), masquerade()];
    rules.push({ chain: MASQUERADING, expressions: toExpressions(nfproto, statements), mapping: undefined });
  }
  return rules;
}

function portStatements(mapping: PortMapping): Statement[] {
  const address = hostAddress(mapping);
  const words = address?.includes(":") === true ? ip6 : ip;
  const port = PORTS[mapping.protocol].dport(mapping.hostPort);
  return address === undefined ? [port] : [words.daddr(address), port];
}
