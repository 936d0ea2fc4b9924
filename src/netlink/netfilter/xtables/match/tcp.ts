import * as uapi from "../../../uapi/xt_tcpudp.ts";
import { field, struct } from "../../../wire/struct.ts";
import { type Extension, xtInfo } from "../extension.ts";
import { formatPorts, type PortTest, readPorts, writePorts } from "../port-test.ts";

/** struct xt_tcp, linux/netfilter/xt_tcpudp.h; ports in host byte order */
const xtTcp = struct("xt_tcp", {
  sportStart: field.u16,
  sportEnd: field.u16,
  dportStart: field.u16,
  dportEnd: field.u16,
  option: field.u8,
  flgMask: field.u8,
  flgCmp: field.u8,
  invflags: field.u8,
});

export interface TcpInfo {
  sport?: PortTest;
  dport?: PortTest;
  /** Of the flags in `mask`, exactly those in `comp` are set; bits as in the TCP header's 14th byte. */
  flags?: { mask: number; comp: number; not?: true };
  /** Kind of a TCP option that is there. */
  option?: { kind: number; not?: true };
}

/** By bit. */
const FLAGS = ["FIN", "SYN", "RST", "PSH", "ACK", "URG"];
/** What iptables means by `ALL`: its flags, and only those. */
const ALL_FLAGS = 0x3f;

function formatFlags(flags: number): string {
  if (flags === 0) return "NONE";
  return FLAGS.filter((_, bit) => (flags & (1 << bit)) !== 0).join(",");
}

function readTcp(sport: PortTest | undefined, dport: PortTest | undefined): TcpInfo {
  return { ...(sport === undefined ? {} : { sport }), ...(dport === undefined ? {} : { dport }) };
}

/** `-m tcp` */
export const tcp: Extension<TcpInfo> = {
  name: "tcp",
  revision: 0,
  info: xtInfo(xtTcp, {
    read({ sportStart, sportEnd, dportStart, dportEnd, option, flgMask: mask, flgCmp: comp, invflags }) {
      const has = (flag: number): boolean => (invflags & flag) !== 0;
      const info = readTcp(
        readPorts(sportStart, sportEnd, has(uapi.XT_TCP_INV_SRCPT)),
        readPorts(dportStart, dportEnd, has(uapi.XT_TCP_INV_DSTPT)),
      );
      const notFlags = has(uapi.XT_TCP_INV_FLAGS);
      if (mask !== 0 || notFlags) info.flags = notFlags ? { mask, comp, not: true } : { mask, comp };
      const notOption = has(uapi.XT_TCP_INV_OPTION);
      if (option !== 0 || notOption) info.option = notOption ? { kind: option, not: true } : { kind: option };
      return info;
    },
    write({ sport, dport, flags, option }) {
      const [sportStart, sportEnd, notSport] = writePorts(sport);
      const [dportStart, dportEnd, notDport] = writePorts(dport);
      return {
        sportStart,
        sportEnd,
        dportStart,
        dportEnd,
        option: option?.kind ?? 0,
        flgMask: flags?.mask ?? 0,
        flgCmp: flags?.comp ?? 0,
        invflags:
          (notSport ? uapi.XT_TCP_INV_SRCPT : 0) |
          (notDport ? uapi.XT_TCP_INV_DSTPT : 0) |
          (flags?.not === true ? uapi.XT_TCP_INV_FLAGS : 0) |
          (option?.not === true ? uapi.XT_TCP_INV_OPTION : 0),
      };
    },
  }),
  format(info) {
    const { flags, option } = info;
    const words = formatPorts(info);
    if (option !== undefined) words.push(`${option.not === true ? "! " : ""}--tcp-option ${option.kind}`);
    if (flags !== undefined) {
      const not = flags.not === true ? "! " : "";
      words.push(`${not}--tcp-flags ${formatFlags(flags.mask & ALL_FLAGS)} ${formatFlags(flags.comp & ALL_FLAGS)}`);
    }
    return words.join(" ");
  },
};
