import type { Codec } from "../../wire/codec.ts";
import type { BridgeData } from "./kinds/bridge.ts";
import type { BridgePort } from "./kinds/bridge-port.ts";
import type { DummyData } from "./kinds/dummy.ts";
import type { IfbData } from "./kinds/ifb.ts";
import type { IpvlanData } from "./kinds/ipvlan.ts";
import type { MacvlanData } from "./kinds/macvlan.ts";
import type { TunData } from "./kinds/tun.ts";
import type { VethData } from "./kinds/veth.ts";
import type { VlanData } from "./kinds/vlan.ts";
import type { VrfData, VrfPort } from "./kinds/vrf.ts";
import type { VxlanData } from "./kinds/vxlan.ts";
import { linkKindCodecs, portKindCodecs } from "./link-kind-codecs.ts";

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

/**
 * Makes the data of a kind known that is not built in. The type goes with it:
 * `declare module "cni-ts/netlink" { interface LinkKinds { mykind: MyData } }`. For that, the public entry has to
 * re-export this file by `export *`: TypeScript merges nothing into names that are re-exported one by one.
 */
export function registerLinkKind<K extends keyof LinkKinds>(kind: K, codec: Codec<LinkKinds[K]>): void {
  linkKindCodecs[kind] = codec as Codec<unknown>;
}

/** The same for the data that a master of this kind keeps of its ports. */
export function registerPortKind<K extends keyof PortKinds>(kind: K, codec: Codec<PortKinds[K]>): void {
  portKindCodecs[kind] = codec as Codec<unknown>;
}
