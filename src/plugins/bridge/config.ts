import { formatMacAddress, parseMacAddress } from "../../addr/mac-address.ts";
import { parseCniArgs } from "../../cni/cni-args.ts";
import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { readConfig, type ShapeValue } from "../../cni/config/shape.ts";
import { quote } from "../../cni/go-quote.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import { type MasqBackend, readIpMasq } from "../shared/ip-masq/config.ts";
import { expandVlanTrunk, MAX_VLAN_ID } from "./vlan-trunk.ts";

/** Keys of the bridge plugin's configuration. */
export const bridgeShape = {
  bridge: "text",
  isGateway: "flag",
  isDefaultGateway: "flag",
  forceAddress: "flag",
  ipMasq: "flag",
  ipMasqBackend: "text",
  mtu: "integer",
  hairpinMode: "flag",
  promiscMode: "flag",
  vlan: "integer",
  vlanTrunk: [{ minID: "integer", maxID: "integer", id: "integer" }],
  preserveDefaultVlan: "flag",
  macspoofchk: "flag",
  enabledad: "flag",
  disableContainerInterface: "flag",
  portIsolation: "flag",
  args: { cni: { mac: "text" } },
  runtimeConfig: { mac: "text" },
} as const;

/** What ADD, CHECK and DEL work with: defaults filled in, contradictions refused. */
export interface BridgeConfig {
  /** Name of the bridge. */
  readonly bridge: string;
  readonly isGateway: boolean;
  readonly isDefaultGateway: boolean;
  readonly forceAddress: boolean;
  /** Where addresses are masqueraded; undefined leaves them as they are. */
  readonly ipMasq: MasqBackend | undefined;
  /** Bytes; 0 leaves it to the kernel. */
  readonly mtu: number;
  readonly hairpinMode: boolean;
  readonly promiscMode: boolean;
  /** Untagged VLAN of the port; 0 is none. */
  readonly vlan: number;
  /** Tagged VLANs of the port, ascending; undefined when the key is absent. */
  readonly vlanTrunk: readonly number[] | undefined;
  readonly preserveDefaultVlan: boolean;
  readonly macspoofchk: boolean;
  readonly enabledad: boolean;
  readonly disableContainerInterface: boolean;
  readonly portIsolation: boolean;
  /** Wanted hardware address of the container's end, for ADD in canonical form; empty when any will do. */
  readonly mac: string;
  /** Empty in layer-2 mode. */
  readonly ipamType: string;
}

const DEFAULT_BRIDGE = "cni0";

/** As net/core/dev.c:dev_valid_name has it. */
const IFNAME = /^(?!\.{1,2}$)[^/:\s]+$/;
const MAX_IFNAME_BYTES = 15;

/** Results of these versions have no place for interfaces, and so nothing to say without addresses. */
const RESULTS_OF_ADDRESSES: ReadonlySet<string> = new Set(["0.1.0", "0.2.0"]);

/** @throws {CniError} 6, 7, or 4 for CNI_ARGS */
export function loadBridgeConfig(call: PluginCall): BridgeConfig {
  const conf = readConfig(bridgeShape, call.config);
  const { vlan = 0, mtu = 0, isDefaultGateway = false } = conf;
  if (vlan < 0 || vlan > MAX_VLAN_ID) {
    throw invalid(`invalid VLAN ID ${vlan} (must be between 0 and ${MAX_VLAN_ID})`, `vlan: ${vlan}`);
  }
  const config: BridgeConfig = {
    bridge: conf.bridge ?? DEFAULT_BRIDGE,
    isGateway: isDefaultGateway || conf.isGateway === true,
    isDefaultGateway,
    forceAddress: conf.forceAddress === true,
    // Without addresses there is nothing to masquerade.
    ipMasq: call.config.ipam?.type ? readIpMasq(call, conf) : undefined,
    mtu,
    hairpinMode: conf.hairpinMode === true,
    promiscMode: conf.promiscMode === true,
    vlan,
    vlanTrunk: conf.vlanTrunk === undefined ? undefined : expandVlanTrunk(conf.vlanTrunk),
    preserveDefaultVlan: conf.preserveDefaultVlan === true,
    macspoofchk: conf.macspoofchk === true,
    enabledad: conf.enabledad === true,
    disableContainerInterface: conf.disableContainerInterface === true,
    portIsolation: conf.portIsolation === true,
    mac: readMac(call, conf),
    ipamType: call.config.ipam?.type ?? "",
  };
  if (call.command === "ADD") refuseImpossible(call, config);
  return config;
}

/** What no ADD can carry out; a DEL must not stumble over it. */
function refuseImpossible(call: PluginCall, config: BridgeConfig): void {
  const { bridge, ipamType } = config;
  if (config.disableContainerInterface && ipamType !== "") {
    const details = "disableContainerInterface and ipam exclude each other";
    throw invalid("cannot use IPAM when DisableContainerInterface flag is set", details);
  }
  if (config.hairpinMode && config.promiscMode) {
    throw invalid("cannot set hairpin mode and promiscuous mode at the same time");
  }
  if (!IFNAME.test(bridge) || new TextEncoder().encode(bridge).length > MAX_IFNAME_BYTES) {
    throw invalid(`invalid bridge name ${quote(bridge)}`, "1 to 15 bytes, no slash, colon or white space");
  }
  if (ipamType === "" && RESULTS_OF_ADDRESSES.has(call.config.cniVersion)) {
    throw invalid("cannot convert: no valid IP addresses", "without ipam, cniVersion must be 0.3.0 or later");
  }
}

/** The last one given counts: CNI_ARGS, then `args`, then the runtime. */
function readMac(call: PluginCall, conf: ShapeValue<typeof bridgeShape>): string {
  const { MAC = "" } = parseCniArgs(call.args, { MAC: (value) => value });
  const wanted = conf.runtimeConfig?.mac || conf.args?.cni?.mac || MAC;
  return call.command === "ADD" && wanted !== "" ? formatMacAddress(parseMacAddress(wanted)) : wanted;
}

function invalid(msg: string, details = ""): CniError {
  return new CniError(CNI_ERROR.invalidNetworkConfig, msg, { details });
}
