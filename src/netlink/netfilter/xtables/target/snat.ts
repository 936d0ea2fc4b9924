import type { Extension } from "../extension.ts";
import { formatNatFlags, formatRange, ipv4MultiRange, ipv6Range, type NatRange } from "./nat-range.ts";

const format = (info: NatRange): string => ["--to-source", formatRange(info), ...formatNatFlags(info)].join(" ");

/** `iptables -j SNAT` */
export const snat: Extension<NatRange> = { name: "SNAT", revision: 0, info: ipv4MultiRange, format };

/** `ip6tables -j SNAT` */
export const snat6: Extension<NatRange> = { name: "SNAT", revision: 1, info: ipv6Range, format };
