import * as uapi from "../../uapi/if_link.ts";
import { attr, attrSet, type RawAttrs } from "../../wire/attr-table.ts";
import type { Codec } from "../../wire/codec.ts";
import { nest, variant } from "../../wire/containers.ts";
import { bytes, str } from "../../wire/text.ts";
import { linkKindCodecs, portKindCodecs } from "./link-kind-codecs.ts";
import type { LinkKinds, PortKinds } from "./link-kinds.ts";

/** What kind of link it is, as reported. `hasKind` tells the type of the data. */
export interface LinkInfo extends RawAttrs {
  /** `bridge`, `veth`, …; hardware has none. */
  kind?: string;
  /** Bytes where the kind is not known. */
  data?: LinkKinds[keyof LinkKinds] | Uint8Array;
  /** Statistics of its own that some kinds have. */
  xstats?: Uint8Array;
  /** Kind of the master that this link is a port of. */
  slaveKind?: string;
  /** What the master keeps of it. `hasPortKind` tells the type. */
  slaveData?: PortKinds[keyof PortKinds] | Uint8Array;
}

type KindInput =
  | { [K in keyof LinkKinds]: { kind: K; data?: LinkKinds[K] } }[keyof LinkKinds]
  | { kind?: string; data?: Uint8Array };

type PortKindInput =
  | { [K in keyof PortKinds]: { slaveKind: K; slaveData?: PortKinds[K] } }[keyof PortKinds]
  | { slaveKind?: string; slaveData?: Uint8Array };

/** The same for requests: the kind says what the data may be. */
export type LinkInfoInput = KindInput & PortKindInput & RawAttrs;

/** Attributes of IFLA_LINKINFO. */
export const linkInfoAttrs = attrSet("IFLA_LINKINFO", {
  kind: attr(uapi.IFLA_INFO_KIND, str()),
  data: variant<LinkInfo["data"]>(uapi.IFLA_INFO_DATA, { selector: "kind", arms: linkKindCodecs }),
  xstats: attr(uapi.IFLA_INFO_XSTATS, bytes()),
  slaveKind: attr(uapi.IFLA_INFO_SLAVE_KIND, str()),
  slaveData: variant<LinkInfo["slaveData"]>(uapi.IFLA_INFO_SLAVE_DATA, { selector: "slaveKind", arms: portKindCodecs }),
});

export const linkInfo: Codec<LinkInfo> = nest(linkInfoAttrs) as Codec<LinkInfo>;
