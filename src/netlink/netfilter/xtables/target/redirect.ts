import type { Extension } from "../extension.ts";
import { formatNatFlags, formatToPorts, ipv4MultiRange, ipv6Range, type NatRange } from "./nat-range.ts";

const format = (info: NatRange): string => [...formatToPorts(info), ...formatNatFlags(info)].join(" ");

/** `iptables -j REDIRECT` */
export const redirect: Extension<NatRange> = { name: "REDIRECT", revision: 0, info: ipv4MultiRange, format };

/** `ip6tables -j REDIRECT` */
export const redirect6: Extension<NatRange> = { ...redirect, info: ipv6Range };
