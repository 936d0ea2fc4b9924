import type { Address } from "../../netlink/route/addr/address.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import * as uapi from "../../netlink/uapi/if_addr.ts";
import { AF_INET6 } from "../../netlink/uapi/socket.ts";
import { linkLines, viewLink } from "./link-view.ts";
import { bitWords, familyWord, scopeWord } from "./number-words.ts";
import { clause, type NameOf, type View, view, words } from "./view.ts";

/** INFINITY_LIFE_TIME of net/addrconf.h */
const FOREVER = 0xffffffff;

/** In the order in which iproute2 names them. */
const FLAGS = [
  [uapi.IFA_F_NODAD, "nodad"],
  [uapi.IFA_F_OPTIMISTIC, "optimistic"],
  [uapi.IFA_F_DADFAILED, "dadfailed"],
  [uapi.IFA_F_HOMEADDRESS, "home"],
  [uapi.IFA_F_DEPRECATED, "deprecated"],
  [uapi.IFA_F_TENTATIVE, "tentative"],
  [uapi.IFA_F_MANAGETEMPADDR, "mngtmpaddr"],
  [uapi.IFA_F_NOPREFIXROUTE, "noprefixroute"],
  [uapi.IFA_F_MCAUTOJOIN, "autojoin"],
  [uapi.IFA_F_STABLE_PRIVACY, "stable-privacy"],
] as const;

/** Temporary addresses of IPv6 have the bit of IPv4's secondary ones; what is not permanent is dynamic. */
function flagWords({ family, flags }: Address): string[] {
  const second = family === AF_INET6 ? "temporary" : "secondary";
  return [
    ...bitWords(flags, [[uapi.IFA_F_SECONDARY, second]]),
    ...bitWords(flags, FLAGS),
    ...((flags & uapi.IFA_F_PERMANENT) === 0 ? ["dynamic"] : []),
  ];
}

const seconds = (lifetime: number | undefined): number | undefined =>
  lifetime === Number.POSITIVE_INFINITY ? FOREVER : lifetime;

/** An element of `addr_info` of `ip -j address`. */
export function viewAddress(address: Address): View {
  const [local, length] = address.address.split("/");
  return view({
    family: familyWord(address.family),
    local,
    address: address.peer,
    prefixlen: Number(length),
    metric: address.rtPriority,
    broadcast: address.broadcast,
    anycast: address.anycast,
    scope: scopeWord(address.scope),
    ...Object.fromEntries(flagWords(address).map((word) => [word, true])),
    label: address.label,
    valid_life_time: seconds(address.cacheinfo?.valid),
    preferred_life_time: seconds(address.cacheinfo?.preferred),
  });
}

const duration = (lifetime: unknown): string => (lifetime === FOREVER ? "forever" : `${String(lifetime)}sec`);

/** `inet 192.0.2.1/24 brd 192.0.2.255 scope global eth0`, with the lifetimes on a second line. */
export function addressLines(address: View): string[] {
  const { local, prefixlen, label, valid_life_time, preferred_life_time, address: peer } = address;
  const flags = Object.entries(address).filter(([, value]) => value === true);
  const first = words(
    address.family,
    peer === undefined
      ? `${String(local)}/${String(prefixlen)}`
      : `${String(local)} peer ${String(peer)}/${String(prefixlen)}`,
    clause("metric", address.metric),
    clause("brd", address.broadcast),
    clause("any", address.anycast),
    clause("scope", address.scope),
    ...flags.map(([word]) => word),
    label,
  );
  if (valid_life_time === undefined) return [first];
  return [first, `   valid_lft ${duration(valid_life_time)} preferred_lft ${duration(preferred_life_time)}`];
}

/** As `ip -j address`: links, each with its addresses. */
export function viewAddresses(
  { links, addresses }: { links: readonly Link[]; addresses: readonly Address[] },
  nameOf: NameOf,
): View[] {
  return links.map((link) => {
    const own = addresses.filter(({ index }) => index === link.index);
    return { ...viewLink(link, nameOf), addr_info: own.map(viewAddress) } as unknown as View;
  });
}

/** The lines of `ip address` for one link: of the link itself they say less than `ip link`. */
export function linkWithAddressLines(link: View): string[] {
  const { linkmode: _, ifalias: __, ...rest } = link;
  const addresses = (link.addr_info ?? []) as unknown as View[];
  return [...linkLines(rest), ...addresses.flatMap(addressLines).map((line) => `    ${line}`)];
}
