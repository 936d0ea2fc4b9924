import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../../../uapi/netfilter.ts";
import { NF_NAT_RANGE_PROTO_SPECIFIED } from "../../../uapi/nf_nat.ts";
import { NFT_NAT_DNAT, NFT_NAT_SNAT, NFT_REG_1, NFT_REG_2 } from "../../../uapi/nf_tables.ts";
import type { Expression } from "../expr/expression.ts";
import type { Statement } from "./statement.ts";
import { addressValue, be16Value } from "./values.ts";

/** The other end that a connection gets. */
export interface NatTarget {
  /** `10.0.0.1` or `fd00::1` */
  readonly addr: string;
  /** Without one the connection keeps its own. */
  readonly port?: number | undefined;
}

function immediate(dreg: number, value: Uint8Array): Expression {
  return { name: "immediate", data: { dreg, data: { value } } };
}

function nat(type: number, { addr, port }: NatTarget): Statement {
  const isIpv6 = addr.includes(":");
  const family = isIpv6 ? NFPROTO_IPV6 : NFPROTO_IPV4;
  const address = immediate(NFT_REG_1, addressValue(addr, isIpv6 ? 6 : 4));
  const data = { type, family, regAddrMin: NFT_REG_1 };
  if (port === undefined) return { expressions: [address, { name: "nat", data }] };
  const withPort = { ...data, regProtoMin: NFT_REG_2, flags: NF_NAT_RANGE_PROTO_SPECIFIED };
  return { expressions: [address, immediate(NFT_REG_2, be16Value(port)), { name: "nat", data: withPort }] };
}

/** The connection goes to another destination. */
export function dnat(target: NatTarget): Statement {
  return nat(NFT_NAT_DNAT, target);
}

/** The connection comes from another source. */
export function snat(target: NatTarget): Statement {
  return nat(NFT_NAT_SNAT, target);
}

/** The connection comes from an address of the link that it leaves by. */
export function masquerade(): Statement {
  return { expressions: [{ name: "masq", data: {} }] };
}

/** The connection goes to this host, to `port` if given. */
export function redirect(port?: number): Statement {
  if (port === undefined) return { expressions: [{ name: "redir", data: {} }] };
  const data = { regProtoMin: NFT_REG_1, flags: NF_NAT_RANGE_PROTO_SPECIFIED };
  return { expressions: [immediate(NFT_REG_1, be16Value(port)), { name: "redir", data }] };
}
