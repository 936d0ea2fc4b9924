import { NFT_FIB_RESULT_ADDRTYPE, NFT_REG_1, NFTA_FIB_F_DADDR, NFTA_FIB_F_SADDR } from "../../../uapi/nf_tables.ts";
import { RTN_BROADCAST, RTN_LOCAL, RTN_MULTICAST, RTN_UNICAST } from "../../../uapi/rtnetlink.ts";
import { condition } from "./payload.ts";
import { compare } from "./statement.ts";
import { hostU32Value } from "./values.ts";

/** What the routing table says of an address. */
const ADDRESS_TYPES = {
  unicast: RTN_UNICAST,
  local: RTN_LOCAL,
  broadcast: RTN_BROADCAST,
  multicast: RTN_MULTICAST,
} as const;

function typeCondition(flags: number) {
  return condition((type: keyof typeof ADDRESS_TYPES, op) => ({
    expressions: [
      { name: "fib", data: { flags, result: NFT_FIB_RESULT_ADDRTYPE, dreg: NFT_REG_1 } },
      compare(hostU32Value(ADDRESS_TYPES[type]), op),
    ],
  }));
}

/** The routing table's word on the packet's addresses: `fib.daddr.type("local")`. */
export const fib = {
  saddr: { type: typeCondition(NFTA_FIB_F_SADDR) },
  daddr: { type: typeCondition(NFTA_FIB_F_DADDR) },
} as const;
