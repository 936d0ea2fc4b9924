import * as uapi from "../../../uapi/xt_addrtype.ts";
import { field, type StructValue, struct } from "../../../wire/struct.ts";
import { type Extension, xtMembers } from "../extension.ts";

const fields = {
  /** XT_ADDRTYPE_* of the source; 0 for any. */
  source: field.u16,
  dest: field.u16,
  /** XT_ADDRTYPE_INVERT_*, XT_ADDRTYPE_LIMIT_IFACE_* */
  flags: field.u32,
};

/** struct xt_addrtype_info_v1, linux/netfilter/xt_addrtype.h */
export type AddrtypeInfo = StructValue<typeof fields>;

/** By bit. */
const TYPES = [
  "UNSPEC",
  "UNICAST",
  "LOCAL",
  "BROADCAST",
  "ANYCAST",
  "MULTICAST",
  "BLACKHOLE",
  "UNREACHABLE",
  "PROHIBIT",
  "THROW",
  "NAT",
  "XRESOLVE",
];

/** `-m addrtype`, of Linux 2.6.39 and later. */
export const addrtype: Extension<AddrtypeInfo> = {
  name: "addrtype",
  revision: 1,
  info: xtMembers(struct("xt_addrtype_info_v1", fields)),
  format({ source, dest, flags }) {
    const words: string[] = [];
    const add = (option: string, types: number, inverted: number): void => {
      if (types === 0) return;
      if ((flags & inverted) !== 0) words.push("!");
      words.push(option, TYPES.filter((_, bit) => (types & (1 << bit)) !== 0).join(","));
    };
    add("--src-type", source, uapi.XT_ADDRTYPE_INVERT_SOURCE);
    add("--dst-type", dest, uapi.XT_ADDRTYPE_INVERT_DEST);
    if ((flags & uapi.XT_ADDRTYPE_LIMIT_IFACE_IN) !== 0) words.push("--limit-iface-in");
    if ((flags & uapi.XT_ADDRTYPE_LIMIT_IFACE_OUT) !== 0) words.push("--limit-iface-out");
    return words.join(" ");
  },
};
