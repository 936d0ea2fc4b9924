import type { Extension } from "../extension.ts";
import { formatNatFlags, formatRange, ipv4Range2, ipv6Range2, type NatRange } from "./nat-range.ts";

const format = (info: NatRange): string => ["--to-destination", formatRange(info), ...formatNatFlags(info)].join(" ");

/** `iptables -j DNAT`, of Linux 4.18 and later */
export const dnat: Extension<NatRange> = { name: "DNAT", revision: 2, info: ipv4Range2, format };

/** `ip6tables -j DNAT` */
export const dnat6: Extension<NatRange> = { ...dnat, info: ipv6Range2 };
