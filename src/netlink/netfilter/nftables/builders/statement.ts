import { NFPROTO_BRIDGE, NFPROTO_INET, NFPROTO_IPV4, NFPROTO_IPV6, NFPROTO_NETDEV } from "../../../uapi/netfilter.ts";
import {
  NFT_CMP_EQ,
  NFT_META_L4PROTO,
  NFT_META_NFPROTO,
  NFT_META_PROTOCOL,
  NFT_REG_1,
} from "../../../uapi/nf_tables.ts";
import type { Expression } from "../expr/expression.ts";

/**
 * Part of a rule in the words of `nft`: `tcp.dport(80)`, `masquerade()`. What it becomes may depend on the table:
 * {@link toExpressions} puts a rule together.
 */
export interface Statement {
  /** What must hold of a packet before the expressions say anything about it, outermost header first. */
  readonly requires?: readonly Requirement[];
  readonly expressions: readonly Expression[];
}

/** A protocol that a packet must be of. `nft` compares that first wherever the table does not say it already. */
export interface Requirement {
  /** `ip`, `l4proto 6`: what is required twice is compared once. */
  readonly name: string;
  /** @param family NFPROTO_* of the table */
  toExpressions(family: number): readonly Expression[];
}

/** The expressions of a rule, byte for byte those that `nft` makes of the same words. @param family NFPROTO_* of its table */
export function toExpressions(family: number, statements: readonly Statement[]): Expression[] {
  const met = new Set<string>();
  const expressions: Expression[] = [];
  for (const statement of statements) {
    for (const requirement of statement.requires ?? []) {
      if (met.has(requirement.name)) continue;
      met.add(requirement.name);
      expressions.push(...requirement.toExpressions(family));
    }
    expressions.push(...statement.expressions);
  }
  return expressions;
}

/** Compares what NFT_REG_1 holds. @param op NFT_CMP_*, by default NFT_CMP_EQ */
export function compare(value: Uint8Array, op: number = NFT_CMP_EQ): Expression {
  return { name: "cmp", data: { sreg: NFT_REG_1, op, data: { value } } };
}

/** Loads what the kernel knows of the packet. @param key NFT_META_* */
export function loadMeta(key: number): Expression {
  return { name: "meta", data: { key, dreg: NFT_REG_1 } };
}

/** ETH_P_IP, ETH_P_IPV6 (linux/if_ether.h) in network byte order. */
const ETHER_TYPES: ReadonlyMap<number, Uint8Array> = new Map([
  [NFPROTO_IPV4, new Uint8Array([0x08, 0x00])],
  [NFPROTO_IPV6, new Uint8Array([0x86, 0xdd])],
]);

/** A packet of IPv4 or IPv6. @param nfproto NFPROTO_IPV4 or NFPROTO_IPV6 */
export function networkProtocol(nfproto: number): Requirement {
  return {
    name: `nfproto ${nfproto}`,
    toExpressions(family) {
      if (family === NFPROTO_INET) return [loadMeta(NFT_META_NFPROTO), compare(new Uint8Array([nfproto]))];
      const etherType = ETHER_TYPES.get(nfproto);
      const hasFrames = family === NFPROTO_BRIDGE || family === NFPROTO_NETDEV;
      return hasFrames && etherType !== undefined ? [loadMeta(NFT_META_PROTOCOL), compare(etherType)] : [];
    },
  };
}

/** A packet of a transport protocol. @param l4proto IPPROTO_* */
export function transportProtocol(l4proto: number): Requirement {
  return {
    name: `l4proto ${l4proto}`,
    toExpressions: () => [loadMeta(NFT_META_L4PROTO), compare(new Uint8Array([l4proto]))],
  };
}
