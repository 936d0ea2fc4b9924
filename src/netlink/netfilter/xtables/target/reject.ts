import * as ip6tables from "../../../uapi/ip6t_REJECT.ts";
import * as iptables from "../../../uapi/ipt_REJECT.ts";
import { field, type StructValue, struct } from "../../../wire/struct.ts";
import { type Extension, xtMembers } from "../extension.ts";

const fields = { with: field.u32 };

/** What is answered: IPT_* or IP6T_*. */
export type RejectInfo = StructValue<typeof fields>;

const WORDS: Readonly<Record<number, string>> = {
  [iptables.IPT_ICMP_NET_UNREACHABLE]: "icmp-net-unreachable",
  [iptables.IPT_ICMP_HOST_UNREACHABLE]: "icmp-host-unreachable",
  [iptables.IPT_ICMP_PROT_UNREACHABLE]: "icmp-proto-unreachable",
  [iptables.IPT_ICMP_PORT_UNREACHABLE]: "icmp-port-unreachable",
  [iptables.IPT_ICMP_NET_PROHIBITED]: "icmp-net-prohibited",
  [iptables.IPT_ICMP_HOST_PROHIBITED]: "icmp-host-prohibited",
  [iptables.IPT_TCP_RESET]: "tcp-reset",
  [iptables.IPT_ICMP_ADMIN_PROHIBITED]: "icmp-admin-prohibited",
};

const WORDS6: Readonly<Record<number, string>> = {
  [ip6tables.IP6T_ICMP6_NO_ROUTE]: "icmp6-no-route",
  [ip6tables.IP6T_ICMP6_ADM_PROHIBITED]: "icmp6-adm-prohibited",
  [ip6tables.IP6T_ICMP6_ADDR_UNREACH]: "icmp6-addr-unreachable",
  [ip6tables.IP6T_ICMP6_PORT_UNREACH]: "icmp6-port-unreachable",
  [ip6tables.IP6T_TCP_RESET]: "tcp-reset",
  [ip6tables.IP6T_ICMP6_POLICY_FAIL]: "icmp6-policy-fail",
  [ip6tables.IP6T_ICMP6_REJECT_ROUTE]: "icmp6-reject-route",
};

/** `iptables -j REJECT` */
export const reject: Extension<RejectInfo> = {
  name: "REJECT",
  revision: 0,
  info: xtMembers(struct("ipt_reject_info", fields)),
  format: (info) => `--reject-with ${WORDS[info.with] ?? info.with}`,
};

/** `ip6tables -j REJECT` */
export const reject6: Extension<RejectInfo> = {
  ...reject,
  info: xtMembers(struct("ip6t_reject_info", fields)),
  format: (info) => `--reject-with ${WORDS6[info.with] ?? info.with}`,
};
