import { ALTIFNAMSIZ, IFNAMSIZ } from "../../uapi/if.ts";
import * as uapi from "../../uapi/if_link.ts";
import { lladdr } from "../../wire/addresses.ts";
import { attr, attrSet } from "../../wire/attr-table.ts";
import { nest } from "../../wire/containers.ts";
import { u8, u32 } from "../../wire/scalars.ts";
import { str } from "../../wire/text.ts";
import { linkInfoAttrs } from "./link-info.ts";

/** Attributes of links (enum IFLA_*, linux/if_link.h). */
export const linkAttrs = attrSet("IFLA", {
  address: attr(uapi.IFLA_ADDRESS, lladdr),
  broadcast: attr(uapi.IFLA_BROADCAST, lladdr),
  ifname: attr(uapi.IFLA_IFNAME, str(IFNAMSIZ - 1)),
  mtu: attr(uapi.IFLA_MTU, u32),
  /** Index of the link beneath, or of the veth peer. */
  link: attr(uapi.IFLA_LINK, u32),
  /** Index of the bridge, bond or vrf that the link is a port of; 0 in a request releases it. */
  master: attr(uapi.IFLA_MASTER, u32),
  txqlen: attr(uapi.IFLA_TXQLEN, u32),
  operstate: attr(uapi.IFLA_OPERSTATE, u8),
  linkinfo: attr(uapi.IFLA_LINKINFO, nest(linkInfoAttrs)),
  /** Requests: descriptor of the namespace that the link is created in or moved to. */
  netNsFd: attr(uapi.IFLA_NET_NS_FD, u32),
  /** Requests: RTEXT_FILTER_* bits of what more to report. */
  extMask: attr(uapi.IFLA_EXT_MASK, u32),
  /** GET by an alternative name; also takes the main name. */
  altIfname: attr(uapi.IFLA_ALT_IFNAME, str(ALTIFNAMSIZ - 1)),
});
