import { type MessageCodec, type MessageInput, type MessageObject, messageCodec } from "../../message/message-codec.ts";
import { IFNAMSIZ } from "../../uapi/if.ts";
import * as uapi from "../../uapi/if_addr.ts";
import { ip } from "../../wire/addresses.ts";
import { attr, attrSet } from "../../wire/attr-table.ts";
import type { Codec } from "../../wire/codec.ts";
import { s32, u8, u32 } from "../../wire/scalars.ts";
import { type Field, field, struct, structCodec } from "../../wire/struct.ts";
import { str } from "../../wire/text.ts";

/** struct ifaddrmsg, linux/if_addr.h */
export const ifaddrmsg = struct("ifaddrmsg", {
  family: field.u8,
  prefixlen: field.u8,
  /** The low eight bits of `flags`. */
  ifaFlags: field.u8,
  /** RT_SCOPE_* */
  scope: field.u8,
  index: field.u32,
});

const INFINITY_LIFE_TIME = 0xffffffff;

/** Seconds; for ever is `Infinity`. */
const lifetime: Field<number> = {
  ...field.u32,
  read(view, offset) {
    const seconds = field.u32.read(view, offset);
    return seconds === INFINITY_LIFE_TIME ? Number.POSITIVE_INFINITY : seconds;
  },
  write: (writer, seconds) =>
    field.u32.write(writer, seconds === Number.POSITIVE_INFINITY ? INFINITY_LIFE_TIME : seconds),
};

/** struct ifa_cacheinfo, linux/if_addr.h */
const ifaCacheinfo = struct("ifa_cacheinfo", {
  preferred: lifetime,
  valid: lifetime,
  cstamp: field.u32,
  tstamp: field.u32,
});

/** Lifetimes of an address. */
export interface AddressCacheinfo {
  /** Seconds until the address is used for no new connections; `Infinity` for ever. */
  preferred?: number;
  /** Seconds until the address is removed; `Infinity` for ever. */
  valid?: number;
  /** When it was added, in hundredths of a second since boot. Ignored in requests. */
  cstamp?: number;
  /** When it was last changed, likewise. */
  tstamp?: number;
}

/** Attributes of addresses (enum IFA_*, linux/if_addr.h). */
export const addrAttrs = attrSet("IFA", {
  address: attr(uapi.IFA_ADDRESS, ip),
  local: attr(uapi.IFA_LOCAL, ip),
  label: attr(uapi.IFA_LABEL, str(IFNAMSIZ - 1)),
  broadcast: attr(uapi.IFA_BROADCAST, ip),
  anycast: attr(uapi.IFA_ANYCAST, ip),
  cacheinfo: attr(uapi.IFA_CACHEINFO, structCodec(ifaCacheinfo) as Codec<AddressCacheinfo>),
  multicast: attr(uapi.IFA_MULTICAST, ip),
  flags: attr(uapi.IFA_FLAGS, u32),
  rtPriority: attr(uapi.IFA_RT_PRIORITY, u32),
  targetNetnsid: attr(uapi.IFA_TARGET_NETNSID, s32),
  proto: attr(uapi.IFA_PROTO, u8),
});

type Rows = (typeof addrAttrs)["rows"];

/** RTM_NEWADDR and its kin member for member, as on the wire. */
export interface AddrMessage extends MessageObject<typeof ifaddrmsg, Rows> {}

export interface AddrMessageInput extends MessageInput<typeof ifaddrmsg, Rows> {}

export const addrMessage: MessageCodec<AddrMessage, AddrMessageInput> = messageCodec(ifaddrmsg, addrAttrs);
