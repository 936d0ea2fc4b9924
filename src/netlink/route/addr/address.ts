import type { Issues } from "../../message/message-codec.ts";
import { RT_SCOPE_HOST, RT_SCOPE_UNIVERSE } from "../../uapi/rtnetlink.ts";
import { AF_INET, AF_INET6 } from "../../uapi/socket.ts";
import type { RawAttrs } from "../../wire/attr-table.ts";
import { splitPrefix } from "../prefix-text.ts";
import { type AddressCacheinfo, type AddrMessage, type AddrMessageInput, addrMessage } from "./addr-message.ts";

/**
 * An address of a link.
 *
 * On the wire IFA_LOCAL is the link's own address and IFA_ADDRESS that of the other end of a point-to-point link; where
 * there is no other end, IPv4 repeats the own address there, and IPv6 reports nothing but IFA_ADDRESS. Here `address` is
 * always the own one, and `peer` is there only where there is one.
 */
export interface Address extends AddressAttrs, RawAttrs, Issues {
  /** AF_INET or AF_INET6. */
  family: number;
  /** Index of the link. */
  index: number;
  /** The link's own address with the prefix length, `10.1.0.5/16`. With a peer, the length is that of the peer's net. */
  address: string;
  /** RT_SCOPE_* */
  scope: number;
  /** IFA_F_*, all 32 bits. */
  flags: number;
}

interface AddressAttrs {
  /** The other end of a point-to-point link, `10.1.0.6`, without prefix length. */
  peer?: string;
  broadcast?: string;
  anycast?: string;
  multicast?: string;
  /** IPv4: the link's name, perhaps with `:` and more. */
  label?: string;
  cacheinfo?: AddressCacheinfo;
  /** Metric of the route to the address's net. */
  rtPriority?: number;
  /** The namespace that the answer is about, when the request asked for another. */
  targetNetnsid?: number;
  /** IFAPROT_* or a number of the user's: who added the address. */
  proto?: number;
}

/** An address to be added, changed or deleted: what is left out is not sent. */
export interface AddressInput extends AddressAttrs, RawAttrs, Issues {
  /** Index of the link. */
  index: number;
  /** `10.1.0.5/16`; without a length, all bits. */
  address: string;
  /** Only to have it checked: the address says it. */
  family?: number;
  /** RT_SCOPE_*; for IPv4 by default HOST for 127.0.0.0/8 and UNIVERSE for others. IPv6 knows by itself. */
  scope?: number;
  /** IFA_F_* */
  flags?: number;
}

/** What fits ifa_flags; the kernel does not read it where there is an IFA_FLAGS, which `ip` sends only for more. */
const IFA_FLAGS_MAX = 0xff;

export function addressFromMessage(message: AddrMessage & Issues): Address {
  const { family, prefixlen, ifaFlags, scope, index, address, local, flags, ...attrs } = message;
  const own = local ?? address ?? (family === AF_INET6 ? "::" : "0.0.0.0");
  const base = { family, index, address: `${own}/${prefixlen}`, scope, flags: flags ?? ifaFlags };
  return local !== undefined && address !== undefined && local !== address
    ? { ...base, peer: address, ...attrs }
    : { ...base, ...attrs };
}

/** @throws {WireError} where the address is none. */
export function addressToMessage(input: AddressInput): AddrMessageInput {
  const { index, address, family: _, scope, flags = 0, peer, ...attrs } = input;
  const { family, address: local, length } = splitPrefix(address, "address");
  const message: AddrMessageInput = {
    family,
    prefixlen: length,
    ifaFlags: flags > IFA_FLAGS_MAX ? 0 : flags,
    scope: scope ?? (family === AF_INET && local.startsWith("127.") ? RT_SCOPE_HOST : RT_SCOPE_UNIVERSE),
    index,
    local,
    address: peer ?? local,
    ...attrs,
  };
  if (flags > IFA_FLAGS_MAX) message.flags = flags;
  return message;
}

/** @throws {WireError} when the fixed part is not whole. */
export function decodeAddress(view: DataView, start: number, end: number): Address {
  return addressFromMessage(addrMessage.decode(view, start, end));
}
