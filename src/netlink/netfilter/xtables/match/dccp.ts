import * as uapi from "../../../uapi/xt_dccp.ts";
import { field, struct } from "../../../wire/struct.ts";
import { type Extension, xtInfo } from "../extension.ts";
import { formatPorts, type PortTest } from "../port-test.ts";

/** struct xt_dccp_info, linux/netfilter/xt_dccp.h; ports in host byte order */
const xtDccpInfo = struct("xt_dccp_info", {
  dportStart: field.u16,
  dportEnd: field.u16,
  sportStart: field.u16,
  sportEnd: field.u16,
  flags: field.u16,
  invflags: field.u16,
  typemask: field.u16,
  option: field.u8,
  end: field.pad(1),
});

export interface DccpInfo {
  sport?: PortTest;
  dport?: PortTest;
  /** Types of packets, by bit. */
  types?: { mask: number; not?: true };
  /** Kind of a DCCP option that is there. */
  option?: { kind: number; not?: true };
}

const TYPES = [
  "REQUEST",
  "RESPONSE",
  "DATA",
  "ACK",
  "DATAACK",
  "CLOSEREQ",
  "CLOSE",
  "RESET",
  "SYNC",
  "SYNCACK",
  "INVALID",
];

/** `-m dccp` */
export const dccp: Extension<DccpInfo> = {
  name: "dccp",
  revision: 0,
  info: xtInfo(xtDccpInfo, {
    read({ dportStart, dportEnd, sportStart, sportEnd, flags, invflags, typemask, option }) {
      const info: DccpInfo = {};
      const has = (flag: number): boolean => (flags & flag) !== 0;
      const not = (flag: number): { not?: true } => ((invflags & flag) === 0 ? {} : { not: true });
      if (has(uapi.XT_DCCP_SRC_PORTS))
        info.sport = { start: sportStart, end: sportEnd, ...not(uapi.XT_DCCP_SRC_PORTS) };
      if (has(uapi.XT_DCCP_DEST_PORTS))
        info.dport = { start: dportStart, end: dportEnd, ...not(uapi.XT_DCCP_DEST_PORTS) };
      if (has(uapi.XT_DCCP_TYPE)) info.types = { mask: typemask, ...not(uapi.XT_DCCP_TYPE) };
      if (has(uapi.XT_DCCP_OPTION)) info.option = { kind: option, ...not(uapi.XT_DCCP_OPTION) };
      return info;
    },
    write({ sport, dport, types, option }) {
      const tests = [
        [uapi.XT_DCCP_SRC_PORTS, sport],
        [uapi.XT_DCCP_DEST_PORTS, dport],
        [uapi.XT_DCCP_TYPE, types],
        [uapi.XT_DCCP_OPTION, option],
      ] as const;
      return {
        dportStart: dport?.start ?? 0,
        dportEnd: dport?.end ?? 0,
        sportStart: sport?.start ?? 0,
        sportEnd: sport?.end ?? 0,
        flags: tests.reduce((flags, [flag, test]) => (test === undefined ? flags : flags | flag), 0),
        invflags: tests.reduce((flags, [flag, test]) => (test?.not === true ? flags | flag : flags), 0),
        typemask: types?.mask ?? 0,
        option: option?.kind ?? 0,
      };
    },
  }),
  format(info) {
    const { types, option } = info;
    const words = formatPorts(info);
    if (types !== undefined) {
      const names = TYPES.filter((_, bit) => (types.mask & (1 << bit)) !== 0);
      words.push(`${types.not === true ? "! " : ""}--dccp-types ${names.join(",")}`);
    }
    if (option !== undefined) words.push(`${option.not === true ? "! " : ""}--dccp-option ${option.kind}`);
    return words.join(" ");
  },
};
