import type { PluginConfiguration } from "../../cni/config/plugin-configuration.ts";
import { bridgeShape, loadBridgeConfig } from "./config.ts";

export const bridgeConfiguration: PluginConfiguration = {
  shape: bridgeShape,
  capabilities: Object.keys(bridgeShape.runtimeConfig),
  keys: {
    bridge: { meaning: "name of the bridge", default: "cni0" },
    isGateway: { meaning: "the bridge gets the gateway's addresses, and the host forwards", default: "false" },
    isDefaultGateway: {
      meaning: "isGateway, and a default route a family, unless IPAM has one with a gateway",
      default: "false",
    },
    forceAddress: {
      meaning: "an address of the bridge that conflicts with the gateway's gives way; otherwise it fails the ADD",
      default: "false",
    },
    mtu: { meaning: "of both ends, and of the bridge when it is made", default: "the kernel's" },
    hairpinMode: { meaning: "the port sends frames back the way they came; not with promiscMode", default: "false" },
    promiscMode: { meaning: "the bridge is promiscuous", default: "false" },
    portIsolation: { meaning: "isolated ports reach the bridge and other ports, not each other", default: "false" },
    vlan: { meaning: "1 to 4094: frames without tag belong to this VLAN", default: "0, none" },
    vlanTrunk: { meaning: "VLANs that pass with their tag" },
    preserveDefaultVlan: {
      meaning: "with vlan or vlanTrunk: the VLANs that the bridge gives to new ports stay",
      default: "false",
    },
    enabledad: { meaning: "IPv6 duplicate address detection on the container's end, waited for", default: "false" },
    disableContainerInterface: { meaning: "the container's end stays down; not with ipam", default: "false" },
    ipam: { meaning: "type and what that plugin takes; without it, layer 2" },
    dns: { meaning: "as soon as it sets anything, it replaces IPAM's as a whole", default: "IPAM's" },
    ipMasq: {
      meaning: "what containers send beyond their subnets goes out under the host's address; not for layer 2",
      default: "false",
    },
    ipMasqBackend: { meaning: "iptables or nftables: where the rules of ipMasq are", default: "iptables" },
    macspoofchk: {
      meaning: "frames that the container sends from another hardware address than its own are dropped",
      default: "false",
    },
  },
  load: loadBridgeConfig,
};
