import type { Extension } from "../extension.ts";
import { formatNatFlags, formatToPorts, ipv4MultiRange, ipv6Range, type NatRange } from "./nat-range.ts";

const format = (info: NatRange): string => [...formatToPorts(info), ...formatNatFlags(info)].join(" ");

/** `iptables -j MASQUERADE` */
export const masquerade: Extension<NatRange> = { name: "MASQUERADE", revision: 0, info: ipv4MultiRange, format };

/** `ip6tables -j MASQUERADE` */
export const masquerade6: Extension<NatRange> = { ...masquerade, info: ipv6Range };
