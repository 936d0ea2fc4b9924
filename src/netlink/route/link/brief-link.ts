import { messageCodec } from "../../message/message-codec.ts";
import { ALTIFNAMSIZ, IFNAMSIZ } from "../../uapi/if.ts";
import * as uapi from "../../uapi/if_link.ts";
import { lladdr } from "../../wire/addresses.ts";
import { attr, attrSet } from "../../wire/attr-table.ts";
import type { Codec } from "../../wire/codec.ts";
import { nest, variant } from "../../wire/containers.ts";
import { bool8, u8, u32 } from "../../wire/scalars.ts";
import { str } from "../../wire/text.ts";
import { ifinfomsg } from "./ifinfomsg.ts";
import { vethAttrs } from "./kinds/veth.ts";
import type { LinkInfo } from "./link-info.ts";
import type { LinkCodec } from "./link-message.ts";

const skipUnknown = { skipUnknown: true };

/** What of IFLA_BR_* and IFLA_BRPORT_* is set when containers are attached to a bridge. */
const bridge = attrSet("IFLA_BR", { vlanFiltering: attr(uapi.IFLA_BR_VLAN_FILTERING, bool8) }, skipUnknown);
const bridgePort = attrSet(
  "IFLA_BRPORT",
  { mode: attr(uapi.IFLA_BRPORT_MODE, bool8), isolated: attr(uapi.IFLA_BRPORT_ISOLATED, bool8) },
  skipUnknown,
);

const kinds: Record<string, Codec<unknown>> = { bridge: nest(bridge) as Codec<unknown> };
const portKinds = { bridge: nest(bridgePort) as Codec<unknown> };

const linkInfoAttrs = attrSet(
  "IFLA_LINKINFO",
  {
    kind: attr(uapi.IFLA_INFO_KIND, str()),
    data: variant<LinkInfo["data"]>(uapi.IFLA_INFO_DATA, { selector: "kind", arms: kinds }),
    slaveKind: attr(uapi.IFLA_INFO_SLAVE_KIND, str()),
    slaveData: variant<LinkInfo["slaveData"]>(uapi.IFLA_INFO_SLAVE_DATA, { selector: "slaveKind", arms: portKinds }),
  },
  skipUnknown,
);

const linkAttrs = attrSet(
  "IFLA",
  {
    address: attr(uapi.IFLA_ADDRESS, lladdr),
    ifname: attr(uapi.IFLA_IFNAME, str(IFNAMSIZ - 1)),
    mtu: attr(uapi.IFLA_MTU, u32),
    link: attr(uapi.IFLA_LINK, u32),
    master: attr(uapi.IFLA_MASTER, u32),
    txqlen: attr(uapi.IFLA_TXQLEN, u32),
    operstate: attr(uapi.IFLA_OPERSTATE, u8),
    linkinfo: attr(uapi.IFLA_LINKINFO, nest(linkInfoAttrs) as Codec<LinkInfo>),
    netNsFd: attr(uapi.IFLA_NET_NS_FD, u32),
    extMask: attr(uapi.IFLA_EXT_MASK, u32),
    promiscuity: attr(uapi.IFLA_PROMISCUITY, u32),
    altIfname: attr(uapi.IFLA_ALT_IFNAME, str(ALTIFNAMSIZ - 1)),
  },
  skipUnknown,
);

/**
 * The extract of `linkMessage` that attaching a container takes. A process that lives for ten milliseconds spends one of
 * them on the counters, timers and kinds that it never looks at (docs/performance.md).
 */
export const briefLink: LinkCodec = messageCodec(ifinfomsg, linkAttrs) as unknown as LinkCodec;

kinds.veth = nest(vethAttrs(briefLink)) as Codec<unknown>;
