import * as uapi from "../../../uapi/xt_LOG.ts";
import { field, struct } from "../../../wire/struct.ts";
import { decodeText, str } from "../../../wire/text.ts";
import { Writer } from "../../../wire/writer.ts";
import { type Extension, xtInfo } from "../extension.ts";
import { quote } from "../quote.ts";

const PREFIX_SIZE = 30;

/** struct xt_log_info, linux/netfilter/xt_LOG.h */
const xtLogInfo = struct("xt_log_info", { level: field.u8, logflags: field.u8, prefix: field.blob(PREFIX_SIZE) });

export interface LogInfo {
  /** As of syslog: 4 is a warning, the default of iptables. */
  level: number;
  /** XT_LOG_* */
  logflags: number;
  /** At most 29 bytes. */
  prefix: string;
}

const WARNING = 4;
const prefixText = str(PREFIX_SIZE - 1);

const FLAGS: readonly (readonly [number, string])[] = [
  [uapi.XT_LOG_TCPSEQ, "--log-tcp-sequence"],
  [uapi.XT_LOG_TCPOPT, "--log-tcp-options"],
  [uapi.XT_LOG_IPOPT, "--log-ip-options"],
  [uapi.XT_LOG_UID, "--log-uid"],
  [uapi.XT_LOG_MACDECODE, "--log-macdecode"],
];

/** `-j LOG` */
export const log: Extension<LogInfo> = {
  name: "LOG",
  revision: 0,
  info: xtInfo(xtLogInfo, {
    read({ level, logflags, prefix }) {
      const view = new DataView(prefix.buffer, prefix.byteOffset, prefix.length);
      return { level, logflags, prefix: decodeText(view, 0, prefix.length) };
    },
    write({ prefix, ...info }) {
      const writer = new Writer(PREFIX_SIZE);
      prefixText.encode(writer, prefix);
      return { ...info, prefix: writer.finish() };
    },
  }),
  format({ level, logflags, prefix }) {
    const words = prefix === "" ? [] : ["--log-prefix", quote(prefix)];
    if (level !== WARNING) words.push("--log-level", `${level}`);
    for (const [flag, word] of FLAGS) if ((logflags & flag) !== 0) words.push(word);
    return words.join(" ");
  },
};
