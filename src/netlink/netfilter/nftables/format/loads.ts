import * as uapi from "../../../uapi/nf_tables.ts";
import { NF_OSF_TTL_LESS, NF_OSF_TTL_NOCHECK } from "../../../uapi/nfnetlink_osf.ts";
import type { Ct } from "../expr/ct.ts";
import type { Fib } from "../expr/fib.ts";
import type { Meta } from "../expr/meta.ts";
import type { Numgen } from "../expr/numgen.ts";
import type { Osf } from "../expr/osf.ts";
import type { Rt } from "../expr/rt.ts";
import type { Socket } from "../expr/socket.ts";
import type { Xfrm } from "../expr/xfrm.ts";
import type { DataType } from "./data-type.ts";
import { dataTypes as type } from "./data-types.ts";
import type { Operand } from "./operand.ts";

type Key = readonly [text: string, type: DataType, bytes?: number];
type Keys = { readonly [key: number]: Key | undefined };

function operandOf(prefix: string, [text, type, bytes = type.bytes ?? 4]: Key): Operand {
  return { text: `${prefix}${text}`, type, length: bytes };
}

/** `nft`'s words for NFT_META_* (its src/meta.c). */
const META: Keys = {
  [uapi.NFT_META_LEN]: ["meta length", type.hostInteger],
  [uapi.NFT_META_PROTOCOL]: ["meta protocol", type.ether_type],
  [uapi.NFT_META_PRIORITY]: ["meta priority", type.classid],
  [uapi.NFT_META_MARK]: ["meta mark", type.mark],
  [uapi.NFT_META_IIF]: ["iif", type.iface_index],
  [uapi.NFT_META_OIF]: ["oif", type.iface_index],
  [uapi.NFT_META_IIFNAME]: ["iifname", type.ifname],
  [uapi.NFT_META_OIFNAME]: ["oifname", type.ifname],
  [uapi.NFT_META_IIFTYPE]: ["meta iiftype", type.iface_type],
  [uapi.NFT_META_OIFTYPE]: ["meta oiftype", type.iface_type],
  [uapi.NFT_META_SKUID]: ["meta skuid", type.uid],
  [uapi.NFT_META_SKGID]: ["meta skgid", type.gid],
  [uapi.NFT_META_NFTRACE]: ["meta nftrace", type.number1],
  [uapi.NFT_META_RTCLASSID]: ["meta rtclassid", type.realm],
  [uapi.NFT_META_NFPROTO]: ["meta nfproto", type.nf_proto],
  [uapi.NFT_META_L4PROTO]: ["meta l4proto", type.inet_proto],
  [uapi.NFT_META_BRI_IIFNAME]: ["meta ibrname", type.ifname],
  [uapi.NFT_META_BRI_OIFNAME]: ["meta obrname", type.ifname],
  [uapi.NFT_META_PKTTYPE]: ["meta pkttype", type.pkt_type],
  [uapi.NFT_META_CPU]: ["meta cpu", type.hostInteger],
  [uapi.NFT_META_IIFGROUP]: ["iifgroup", type.devgroup],
  [uapi.NFT_META_OIFGROUP]: ["oifgroup", type.devgroup],
  [uapi.NFT_META_CGROUP]: ["meta cgroup", type.hostInteger],
  [uapi.NFT_META_PRANDOM]: ["meta random", type.integer, 4],
  [uapi.NFT_META_SECPATH]: ["meta ipsec", type.boolean],
  [uapi.NFT_META_IIFKIND]: ["meta iifkind", type.ifname],
  [uapi.NFT_META_OIFKIND]: ["meta oifkind", type.ifname],
  [uapi.NFT_META_BRI_IIFPVID]: ["meta ibrpvid", type.hostInteger, 2],
  [uapi.NFT_META_BRI_IIFVPROTO]: ["meta ibrvproto", type.ether_type],
  [uapi.NFT_META_TIME_NS]: ["meta time", type.date],
  [uapi.NFT_META_TIME_DAY]: ["meta day", type.day],
  [uapi.NFT_META_TIME_HOUR]: ["meta hour", type.hour],
  [uapi.NFT_META_SDIF]: ["meta sdif", type.iface_index],
  [uapi.NFT_META_SDIFNAME]: ["meta sdifname", type.ifname],
  [uapi.NFT_META_BRI_BROUTE]: ["meta broute", type.number1],
};

const NAMES: { readonly [key: number]: Operand["names"] } = {
  [uapi.NFT_META_NFPROTO]: "network",
  [uapi.NFT_META_PROTOCOL]: "network",
  [uapi.NFT_META_L4PROTO]: "transport",
};

export function metaOperand({ key = -1 }: Meta): Operand | undefined {
  const row = META[key];
  return row === undefined ? undefined : { ...operandOf("", row), names: NAMES[key] };
}

/** `nft`'s words for NFT_CT_* (its src/ct.c). */
const CT: Keys = {
  [uapi.NFT_CT_STATE]: ["state", type.ct_state],
  [uapi.NFT_CT_DIRECTION]: ["direction", type.ct_dir],
  [uapi.NFT_CT_STATUS]: ["status", type.ct_status],
  [uapi.NFT_CT_MARK]: ["mark", type.mark],
  [uapi.NFT_CT_EXPIRATION]: ["expiration", type.time],
  [uapi.NFT_CT_HELPER]: ["helper", type.string],
  [uapi.NFT_CT_L3PROTOCOL]: ["l3proto", type.nf_proto],
  [uapi.NFT_CT_PROTOCOL]: ["protocol", type.inet_proto],
  [uapi.NFT_CT_PROTO_SRC]: ["proto-src", type.inet_service],
  [uapi.NFT_CT_PROTO_DST]: ["proto-dst", type.inet_service],
  [uapi.NFT_CT_LABELS]: ["label", type.ct_label],
  [uapi.NFT_CT_PKTS]: ["packets", type.hostInteger, 8],
  [uapi.NFT_CT_BYTES]: ["bytes", type.hostInteger, 8],
  [uapi.NFT_CT_AVGPKT]: ["avgpkt", type.hostInteger, 8],
  [uapi.NFT_CT_ZONE]: ["zone", type.hostInteger, 2],
  [uapi.NFT_CT_EVENTMASK]: ["event", type.ct_event],
  [uapi.NFT_CT_SRC_IP]: ["ip saddr", type.ipv4_addr],
  [uapi.NFT_CT_DST_IP]: ["ip daddr", type.ipv4_addr],
  [uapi.NFT_CT_SRC_IP6]: ["ip6 saddr", type.ipv6_addr],
  [uapi.NFT_CT_DST_IP6]: ["ip6 daddr", type.ipv6_addr],
  [uapi.NFT_CT_ID]: ["id", type.integer, 4],
};

export function ctOperand({ key = -1, direction }: Ct): Operand | undefined {
  const row = CT[key];
  if (row === undefined) return undefined;
  return operandOf(direction === undefined ? "ct " : `ct ${direction === 0 ? "original" : "reply"} `, row);
}

const RT: Keys = {
  [uapi.NFT_RT_CLASSID]: ["classid", type.realm],
  [uapi.NFT_RT_NEXTHOP4]: ["ip nexthop", type.ipv4_addr],
  [uapi.NFT_RT_NEXTHOP6]: ["ip6 nexthop", type.ipv6_addr],
  [uapi.NFT_RT_TCPMSS]: ["mtu", type.hostInteger, 2],
  [uapi.NFT_RT_XFRM]: ["ipsec", type.boolean],
};

export function rtOperand({ key = -1 }: Rt): Operand | undefined {
  const row = RT[key];
  return row === undefined ? undefined : operandOf("rt ", row);
}

const SOCKET: Keys = {
  [uapi.NFT_SOCKET_TRANSPARENT]: ["transparent", type.number1],
  [uapi.NFT_SOCKET_MARK]: ["mark", type.mark],
  [uapi.NFT_SOCKET_WILDCARD]: ["wildcard", type.number1],
};

export function socketOperand({ key = -1 }: Socket): Operand | undefined {
  const row = SOCKET[key];
  return row === undefined ? undefined : operandOf("socket ", row);
}

const FIB_FLAGS: readonly (readonly [flag: number, word: string])[] = [
  [uapi.NFTA_FIB_F_SADDR, "saddr"],
  [uapi.NFTA_FIB_F_DADDR, "daddr"],
  [uapi.NFTA_FIB_F_MARK, "mark"],
  [uapi.NFTA_FIB_F_IIF, "iif"],
  [uapi.NFTA_FIB_F_OIF, "oif"],
];

const FIB_RESULTS: Keys = {
  [uapi.NFT_FIB_RESULT_OIF]: ["oif", type.iface_index],
  [uapi.NFT_FIB_RESULT_OIFNAME]: ["oifname", type.ifname],
  [uapi.NFT_FIB_RESULT_ADDRTYPE]: ["type", type.fib_addrtype],
};

export function fibOperand({ flags = 0, result = -1 }: Fib): Operand | undefined {
  const row = FIB_RESULTS[result];
  if (row === undefined) return undefined;
  const what = FIB_FLAGS.flatMap(([flag, word]) => ((flags & flag) === 0 ? [] : [word])).join(" . ");
  const present = (flags & uapi.NFTA_FIB_F_PRESENT) !== 0;
  return operandOf(`fib ${what} `, present ? [row[0], type.boolean] : row);
}

export function numgenOperand({ type: kind, modulus, offset }: Numgen): Operand {
  const word = kind === uapi.NFT_NG_INCREMENTAL ? "inc" : "random";
  const shown = offset === undefined || offset === 0 ? "" : ` offset ${offset}`;
  return { text: `numgen ${word} mod ${modulus}${shown}`, type: type.hostInteger, length: 4 };
}

const XFRM: Keys = {
  [uapi.NFT_XFRM_KEY_DADDR_IP4]: ["ip daddr", type.ipv4_addr],
  [uapi.NFT_XFRM_KEY_DADDR_IP6]: ["ip6 daddr", type.ipv6_addr],
  [uapi.NFT_XFRM_KEY_SADDR_IP4]: ["ip saddr", type.ipv4_addr],
  [uapi.NFT_XFRM_KEY_SADDR_IP6]: ["ip6 saddr", type.ipv6_addr],
  [uapi.NFT_XFRM_KEY_REQID]: ["reqid", type.hostInteger],
  [uapi.NFT_XFRM_KEY_SPI]: ["spi", type.integer, 4],
};

export function xfrmOperand({ key = -1, dir, spnum = 0 }: Xfrm): Operand | undefined {
  const row = XFRM[key];
  return row && operandOf(`ipsec ${dir === 0 ? "in" : "out"} ${spnum === 0 ? "" : `spnum ${spnum} `}`, row);
}

/** `nft`'s words for NF_OSF_TTL_* (its src/osf.c); none for a TTL that has to be that of the fingerprint. */
const OSF_TTL: { readonly [ttl: number]: string | undefined } = {
  [NF_OSF_TTL_LESS]: "ttl loose ",
  [NF_OSF_TTL_NOCHECK]: "ttl skip ",
};

export function osfOperand({ ttl = 0, flags = 0 }: Osf): Operand {
  const what = (flags & uapi.NFT_OSF_F_VERSION) === 0 ? "name" : "version";
  return { text: `osf ${OSF_TTL[ttl] ?? ""}${what}`, type: type.string, length: uapi.NFT_OSF_MAXGENRELEN };
}
