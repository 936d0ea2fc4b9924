import type { Words } from "./data-type.ts";

// The words of nft 1.0.6 for values, as `nft describe` has them.

export const NF_PROTO: Words = {
  ipv4: 2,
  ipv6: 10,
};

export const ETHER_TYPE: Words = {
  ip: 0x800,
  arp: 0x806,
  ip6: 0x86dd,
  "8021q": 0x8100,
  "8021ad": 0x88a8,
  vlan: 0x8100,
};

export const ARP_OP: Words = {
  request: 1,
  reply: 2,
  rrequest: 3,
  rreply: 4,
  inrequest: 8,
  inreply: 9,
  nak: 10,
};

export const ICMP_TYPE: Words = {
  "echo-reply": 0,
  "destination-unreachable": 3,
  "source-quench": 4,
  redirect: 5,
  "echo-request": 8,
  "router-advertisement": 9,
  "router-solicitation": 10,
  "time-exceeded": 11,
  "parameter-problem": 12,
  "timestamp-request": 13,
  "timestamp-reply": 14,
  "info-request": 15,
  "info-reply": 16,
  "address-mask-request": 17,
  "address-mask-reply": 18,
};

export const TCP_FLAG: Words = {
  fin: 0x1,
  syn: 0x2,
  rst: 0x4,
  psh: 0x8,
  ack: 0x10,
  urg: 0x20,
  ecn: 0x40,
  cwr: 0x80,
};

export const DCCP_TYPE: Words = {
  request: 0,
  response: 1,
  data: 2,
  ack: 3,
  dataack: 4,
  closereq: 5,
  close: 6,
  reset: 7,
  sync: 8,
  syncack: 9,
};

export const MH_TYPE: Words = {
  "binding-refresh-request": 0,
  "home-test-init": 1,
  "careof-test-init": 2,
  "home-test": 3,
  "careof-test": 4,
  "binding-update": 5,
  "binding-acknowledgement": 6,
  "binding-error": 7,
  "fast-binding-update": 8,
  "fast-binding-acknowledgement": 9,
  "fast-binding-advertisement": 10,
  "experimental-mobility-header": 11,
  "home-agent-switch-message": 12,
};

export const IFACE_TYPE: Words = {
  ether: 0x1,
  ppp: 0x200,
  ipip: 0x300,
  ipip6: 0x301,
  loopback: 0x304,
  sit: 0x308,
  ipgre: 0x30a,
};

export const CT_STATE: Words = {
  invalid: 0x1,
  new: 0x8,
  established: 0x2,
  related: 0x4,
  untracked: 0x40,
};

export const CT_DIR: Words = {
  original: 0,
  reply: 1,
};

export const CT_STATUS: Words = {
  expected: 0x1,
  "seen-reply": 0x2,
  assured: 0x4,
  confirmed: 0x8,
  snat: 0x10,
  dnat: 0x20,
  dying: 0x200,
};

export const ICMPV6_TYPE: Words = {
  "destination-unreachable": 1,
  "packet-too-big": 2,
  "time-exceeded": 3,
  "parameter-problem": 4,
  "echo-request": 128,
  "echo-reply": 129,
  "mld-listener-query": 130,
  "mld-listener-report": 131,
  "mld-listener-done": 132,
  "mld-listener-reduction": 132,
  "nd-router-solicit": 133,
  "nd-router-advert": 134,
  "nd-neighbor-solicit": 135,
  "nd-neighbor-advert": 136,
  "nd-redirect": 137,
  "router-renumbering": 138,
  "ind-neighbor-solicit": 141,
  "ind-neighbor-advert": 142,
  "mld2-listener-report": 143,
};

export const PKT_TYPE: Words = {
  host: 0,
  unicast: 0,
  broadcast: 1,
  multicast: 2,
  other: 3,
};

export const ICMP_CODE: Words = {
  "net-unreachable": 0,
  "host-unreachable": 1,
  "prot-unreachable": 2,
  "port-unreachable": 3,
  "net-prohibited": 9,
  "host-prohibited": 10,
  "admin-prohibited": 13,
  "frag-needed": 4,
};

export const ICMPV6_CODE: Words = {
  "no-route": 0,
  "admin-prohibited": 1,
  "addr-unreachable": 3,
  "port-unreachable": 4,
  "policy-fail": 5,
  "reject-route": 6,
};

export const ICMPX_CODE: Words = {
  "port-unreachable": 1,
  "admin-prohibited": 3,
  "no-route": 0,
  "host-unreachable": 2,
};

export const DSCP: Words = {
  cs0: 0x0,
  cs1: 0x8,
  cs2: 0x10,
  cs3: 0x18,
  cs4: 0x20,
  cs5: 0x28,
  cs6: 0x30,
  cs7: 0x38,
  df: 0x0,
  be: 0x0,
  lephb: 0x1,
  af11: 0xa,
  af12: 0xc,
  af13: 0xe,
  af21: 0x12,
  af22: 0x14,
  af23: 0x16,
  af31: 0x1a,
  af32: 0x1c,
  af33: 0x1e,
  af41: 0x22,
  af42: 0x24,
  af43: 0x26,
  va: 0x2c,
  ef: 0x2e,
};

export const ECN: Words = {
  "not-ect": 0,
  ect1: 1,
  ect0: 2,
  ce: 3,
};

export const FIB_ADDRTYPE: Words = {
  unspec: 0,
  unicast: 1,
  local: 2,
  broadcast: 3,
  anycast: 4,
  multicast: 5,
  blackhole: 6,
  unreachable: 7,
  prohibit: 8,
};

export const BOOLEAN: Words = {
  exists: 1,
  missing: 0,
};

export const CT_EVENT: Words = {
  new: 0x1,
  related: 0x2,
  destroy: 0x4,
  reply: 0x8,
  assured: 0x10,
  protoinfo: 0x20,
  helper: 0x40,
  mark: 0x80,
  seqadj: 0x100,
  secmark: 0x200,
  label: 0x400,
};

export const IGMP_TYPE: Words = {
  "membership-query": 17,
  "membership-report-v1": 18,
  "membership-report-v2": 22,
  "membership-report-v3": 34,
  "leave-group": 23,
};

export const DAY: Words = {
  '"Sunday"': 0,
  '"Monday"': 1,
  '"Tuesday"': 2,
  '"Wednesday"': 3,
  '"Thursday"': 4,
  '"Friday"': 5,
  '"Saturday"': 6,
};
