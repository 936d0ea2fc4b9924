import type { Codec } from "../../wire/codec.ts";
import { bridge } from "./kinds/bridge.ts";
import { bridgePort } from "./kinds/bridge-port.ts";
import { dummy } from "./kinds/dummy.ts";
import { ifb } from "./kinds/ifb.ts";
import { ipvlan } from "./kinds/ipvlan.ts";
import { macvlan } from "./kinds/macvlan.ts";
import { tun } from "./kinds/tun.ts";
import { vlan } from "./kinds/vlan.ts";
import { vrf, vrfPort } from "./kinds/vrf.ts";
import { vxlan } from "./kinds/vxlan.ts";

/** Codec of IFLA_INFO_DATA by kind. Links add veth, whose data is itself a link. */
export const linkKindCodecs: Record<string, Codec<unknown> | undefined> = {
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

/** Codec of IFLA_INFO_SLAVE_DATA by kind of the master. */
export const portKindCodecs: Record<string, Codec<unknown> | undefined> = {
  bridge: bridgePort as Codec<unknown>,
  vrf: vrfPort as Codec<unknown>,
};
