import { IPPROTO_DCCP, IPPROTO_SCTP, IPPROTO_TCP, IPPROTO_UDP } from "../../../uapi/in.ts";
import { NFT_PAYLOAD_TRANSPORT_HEADER } from "../../../uapi/nf_tables.ts";
import { condition, matchField } from "./payload.ts";
import { transportProtocol } from "./statement.ts";
import { be16Value } from "./values.ts";

function portCondition(l4proto: number, offset: number) {
  const requires = [transportProtocol(l4proto)];
  const field = { base: NFT_PAYLOAD_TRANSPORT_HEADER, offset, len: 2, requires };
  return condition<number>((port, op) => matchField(field, be16Value(port), op));
}

/** The ports of a protocol: these four begin with them. */
function ports(l4proto: number) {
  return { sport: portCondition(l4proto, 0), dport: portCondition(l4proto, 2) } as const;
}

/** RFC 9293 */
export const tcp = ports(IPPROTO_TCP);
/** RFC 768 */
export const udp = ports(IPPROTO_UDP);
/** RFC 9260 */
export const sctp = ports(IPPROTO_SCTP);
/** RFC 4340 */
export const dccp = ports(IPPROTO_DCCP);
