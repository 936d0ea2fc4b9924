import { NFPROTO_ARP, NFPROTO_IPV4, NFPROTO_IPV6 } from "../../../uapi/netfilter.ts";
import { NETWORKS, TRANSPORTS } from "./header.ts";
import type { Operand } from "./operand.ts";

/** The protocols that a rule's family and its comparisons have told of so far. */
export interface Protocols {
  /** `ip`, `ip6`, `arp` or `vlan` */
  network?: string | undefined;
  /** `tcp` */
  transport?: string | undefined;
  /** The type of a packet of ICMP. */
  icmpType?: number | undefined;
}

const OF_FAMILY: { readonly [family: number]: string | undefined } = {
  [NFPROTO_IPV4]: "ip",
  [NFPROTO_IPV6]: "ip6",
  [NFPROTO_ARP]: "arp",
};

/** What is known before a rule's first comparison. */
export function protocolsOf(family: number): Protocols {
  return { network: OF_FAMILY[family] };
}

/** Whether packets of several network protocols come to chains of the family. */
export function isMixed(family: number): boolean {
  return OF_FAMILY[family] === undefined;
}

/** The protocol that a number of that operand stands for. */
export function protocolOf({ names, text }: Operand, number: number): string | undefined {
  if (names === "transport") return TRANSPORTS[number];
  return text === "meta nfproto" ? OF_FAMILY[number] : NETWORKS[number];
}
