import * as uapi from "../../uapi/if_link.ts";
import { attr, attrSet, type RawAttrs } from "../../wire/attr-table.ts";
import type { Codec } from "../../wire/codec.ts";
import { nest, variant } from "../../wire/containers.ts";
import { bytes, str } from "../../wire/text.ts";
import { type BridgeData, bridge } from "./kinds/bridge.ts";
import { type BridgePort, bridgePort } from "./kinds/bridge-port.ts";
import { type DummyData, dummy } from "./kinds/dummy.ts";
import { type IfbData, ifb } from "./kinds/ifb.ts";
import { type IpvlanData, ipvlan } from "./kinds/ipvlan.ts";
import { type MacvlanData, macvlan } from "./kinds/macvlan.ts";
import { type TunData, tun } from "./kinds/tun.ts";
import type { VethData } from "./kinds/veth.ts";
import { type VlanData, vlan } from "./kinds/vlan.ts";
import { type VrfData, type VrfPort, vrf, vrfPort } from "./kinds/vrf.ts";
import { type VxlanData, vxlan } from "./kinds/vxlan.ts";

/** Data by link kind (IFLA_INFO_DATA). Open to declaration merging, together with {@link registerLinkKind}. */
export interface LinkKinds {
  bridge: BridgeData;
  dummy: DummyData;
  ifb: IfbData;
  ipvlan: IpvlanData;
  ipvtap: IpvlanData;
  macvlan: MacvlanData;
  macvtap: MacvlanData;
  tun: TunData;
  veth: VethData;
  vlan: VlanData;
  vrf: VrfData;
  vxlan: VxlanData;
}

/** Data of a port by the kind of its master (IFLA_INFO_SLAVE_DATA). Open like {@link LinkKinds}. */
export interface PortKinds {
  bridge: BridgePort;
  vrf: VrfPort;
}

const kinds: Record<string, Codec<unknown> | undefined> = {
  bridge: bridge as Codec<unknown>,
  dummy: dummy as Codec<unknown>,
  ifb: ifb as Codec<unknown>,
  ipvlan: ipvlan as Codec<unknown>,
  ipvtap: ipvlan as Codec<unknown>,
  macvlan: macvlan as Codec<unknown>,
  macvtap: macvlan as Codec<unknown>,
  tun: tun as Codec<unknown>,
  vlan: vlan as Codec<unknown>,
  vrf: vrf as Codec<unknown>,
  vxlan: vxlan as Codec<unknown>,
};

const portKinds: Record<string, Codec<unknown> | undefined> = {
  bridge: bridgePort as Codec<unknown>,
  vrf: vrfPort as Codec<unknown>,
};

/**
 * Makes the data of a kind known that is not built in. The type goes with it:
 * `declare module "cni-ts/netlink" { interface LinkKinds { mykind: MyData } }`.
 */
export function registerLinkKind<K extends keyof LinkKinds>(kind: K, codec: Codec<LinkKinds[K]>): void {
  kinds[kind] = codec as Codec<unknown>;
}

/** The same for the data that a master of this kind keeps of its ports. */
export function registerPortKind<K extends keyof PortKinds>(kind: K, codec: Codec<PortKinds[K]>): void {
  portKinds[kind] = codec as Codec<unknown>;
}

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
  data: variant<LinkInfo["data"]>(uapi.IFLA_INFO_DATA, { selector: "kind", arms: kinds }),
  xstats: attr(uapi.IFLA_INFO_XSTATS, bytes()),
  slaveKind: attr(uapi.IFLA_INFO_SLAVE_KIND, str()),
  slaveData: variant<LinkInfo["slaveData"]>(uapi.IFLA_INFO_SLAVE_DATA, { selector: "slaveKind", arms: portKinds }),
});

export const linkInfo: Codec<LinkInfo> = nest(linkInfoAttrs) as Codec<LinkInfo>;
