import { IPT_ICMP_INV } from "../../../uapi/ip_tables.ts";
import { field, struct } from "../../../wire/struct.ts";
import { type Extension, xtInfo } from "../extension.ts";

const fields = { type: field.u8, codeStart: field.u8, codeEnd: field.u8, invflags: field.u8 };
/** struct ipt_icmp, linux/netfilter_ipv4/ip_tables.h */
const iptIcmp = struct("ipt_icmp", fields);
/** struct ip6t_icmp, linux/netfilter_ipv6/ip6_tables.h */
const ip6tIcmp = struct("ip6t_icmp", fields);

export interface IcmpInfo {
  /** 255 of IPv4 with all codes means any. */
  type: number;
  codeStart: number;
  /** 255 with `codeStart` 0 means any code. */
  codeEnd: number;
  not?: true;
}

const ANY = 0xff;

function icmpInfo(declared: typeof iptIcmp): Extension<IcmpInfo>["info"] {
  return xtInfo(declared, {
    read: ({ invflags, ...info }): IcmpInfo => ((invflags & IPT_ICMP_INV) === 0 ? info : { ...info, not: true }),
    write: ({ not, ...info }) => ({ ...info, invflags: not === true ? IPT_ICMP_INV : 0 }),
  });
}

function formatType(option: string, { type, codeStart, codeEnd, not }: IcmpInfo): string {
  const code = codeStart === 0 && codeEnd === ANY ? "" : `/${codeStart}`;
  return `${not === true ? "! " : ""}--${option} ${type}${code}`;
}

/** `-m icmp` */
export const icmp: Extension<IcmpInfo> = {
  name: "icmp",
  revision: 0,
  info: icmpInfo(iptIcmp),
  format: (info) =>
    info.type === ANY && info.codeStart === 0 && info.codeEnd === ANY
      ? "--icmp-type any"
      : formatType("icmp-type", info),
};

/** `-m icmp6` */
export const icmp6: Extension<IcmpInfo> = {
  name: "icmp6",
  revision: 0,
  info: icmpInfo(ip6tIcmp),
  format: (info) => formatType("icmpv6-type", info),
};
