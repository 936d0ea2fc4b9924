import * as uapi from "../../../uapi/xt_sctp.ts";
import { WireError } from "../../../wire/codec.ts";
import { field, struct } from "../../../wire/struct.ts";
import { type Extension, xtInfo } from "../extension.ts";
import { formatPorts, type PortTest } from "../port-test.ts";

/** struct xt_sctp_info, linux/netfilter/xt_sctp.h; ports in host byte order */
const xtSctpInfo = struct("xt_sctp_info", {
  dportStart: field.u16,
  dportEnd: field.u16,
  sportStart: field.u16,
  sportEnd: field.u16,
  chunkmap: field.blob(256),
  chunkMatchType: field.u32,
  flagInfo: field.blob(3 * uapi.XT_NUM_SCTP_FLAGS),
  flagCount: field.s32,
  flags: field.u32,
  invflags: field.u32,
});

export interface SctpInfo {
  sport?: PortTest;
  dport?: PortTest;
}

/** Chunk type of the entries of flag_info that are not in use. */
const UNUSED = 0xff;
const unusedFlagInfo = (): Uint8Array => {
  const flagInfo = new Uint8Array(3 * uapi.XT_NUM_SCTP_FLAGS);
  for (let at = 0; at < flagInfo.length; at += 3) flagInfo[at] = UNUSED;
  return flagInfo;
};

/** `-m sctp` of ports; with `--chunk-types` it stays bytes. */
export const sctp: Extension<SctpInfo> = {
  name: "sctp",
  revision: 0,
  info: xtInfo(xtSctpInfo, {
    read({ flags, invflags, ...members }) {
      if ((flags & uapi.XT_SCTP_CHUNK_TYPES) !== 0) throw new WireError("chunk types are not known");
      const info: SctpInfo = {};
      const not = (flag: number): { not?: true } => ((invflags & flag) === 0 ? {} : { not: true });
      if ((flags & uapi.XT_SCTP_SRC_PORTS) !== 0) {
        info.sport = { start: members.sportStart, end: members.sportEnd, ...not(uapi.XT_SCTP_SRC_PORTS) };
      }
      if ((flags & uapi.XT_SCTP_DEST_PORTS) !== 0) {
        info.dport = { start: members.dportStart, end: members.dportEnd, ...not(uapi.XT_SCTP_DEST_PORTS) };
      }
      return info;
    },
    write({ sport, dport }) {
      const tests = [
        [uapi.XT_SCTP_SRC_PORTS, sport],
        [uapi.XT_SCTP_DEST_PORTS, dport],
      ] as const;
      return {
        dportStart: dport?.start ?? 0,
        dportEnd: dport?.end ?? 0,
        sportStart: sport?.start ?? 0,
        sportEnd: sport?.end ?? 0,
        flagInfo: unusedFlagInfo(),
        flags: tests.reduce((flags, [flag, test]) => (test === undefined ? flags : flags | flag), 0),
        invflags: tests.reduce((flags, [flag, test]) => (test?.not === true ? flags | flag : flags), 0),
      };
    },
  }),
  format: (info) => formatPorts(info).join(" "),
};
