import { existsSync } from "node:fs";
import { formatIpAddress } from "../../addr/ip-address.ts";
import { formatIpPrefix } from "../../addr/ip-prefix.ts";
import { CniError } from "../../cni/cni-error.ts";
import { isJsonArray, isJsonObject, type JsonObject } from "../../cni/json/json-value.ts";
import { type CachedAttachment, getCachedResult, listCachedAttachments } from "../../cni/libcni/cached-attachments.ts";
import { type NetworkList, parseNetworkList } from "../../cni/libcni/network-list.ts";
import { NetworkListError } from "../../cni/libcni/network-list-error.ts";
import { isSystemError } from "../../cni/system-error.ts";
import type { Result } from "../../cni/types/result.ts";
import { CURRENT_CNI_VERSION } from "../../cni/version/cni-version.ts";
import {
  type HeldAddress,
  type HolderState,
  listHeldAddresses,
  listNetworks,
  type StoreOptions,
} from "../ipam/held-address.ts";

/** A port of the host that leads to the container. */
export interface MappedPort {
  readonly hostPort: number;
  readonly containerPort: number;
  readonly protocol: string;
  /** Empty for all addresses of the host. */
  readonly hostIP: string;
}

/** A container's interface on a network, as the cache of results or a lease tells. */
export interface KnownAttachment {
  readonly network: string;
  readonly containerId: string;
  /** Empty where a lease of an older plugin does not say it. */
  readonly ifname: string;
  /** Path of the container's namespace; empty where only a lease tells of the attachment. */
  readonly netns: string;
  readonly state: HolderState;
  /** `10.1.0.2/16`; of a lease without a length. */
  readonly addresses: readonly string[];
  readonly gateways: readonly string[];
  /** Names of the links on the host that its ADD reported: the bridge, the host's end of the pair. */
  readonly hostLinks: readonly string[];
  readonly portMappings: readonly MappedPort[];
  /** The network as it was configured at its ADD; undefined where that is not known. */
  readonly list: NetworkList | undefined;
}

/** What tells attachments apart. */
type Key = Pick<KnownAttachment, "network" | "containerId" | "ifname">;

/** `net/box/eth0` */
export function describeAttachment({ network, containerId, ifname }: Key): string {
  return [network, containerId, ifname].filter((part) => part !== "").join("/");
}

function readMapping(value: JsonObject): MappedPort {
  const { hostPort, containerPort, protocol, hostIP } = value;
  return {
    hostPort: Number(hostPort ?? 0),
    containerPort: Number(containerPort ?? 0),
    protocol: typeof protocol === "string" && protocol !== "" ? protocol.toLowerCase() : "tcp",
    hostIP: typeof hostIP === "string" ? hostIP : "",
  };
}

/** The mappings that a runtime passed, or that stand in the configuration as it would pass them. */
function findMappings({ capabilityArgs }: CachedAttachment, list: NetworkList | undefined): MappedPort[] {
  const configured = list?.plugins.map(({ raw }) => raw.runtimeConfig) ?? [];
  const sources = [capabilityArgs, ...configured].flatMap((each) => (isJsonObject(each) ? [each.portMappings] : []));
  const mappings = sources.find((each) => each !== undefined && isJsonArray(each));
  if (mappings === undefined || !isJsonArray(mappings)) return [];
  return mappings.flatMap((each) => (isJsonObject(each) ? [readMapping(each)] : []));
}

/** `undefined` where it cannot be read: what is half there is shown as far as it goes. */
function tryRead<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof CniError || error instanceof NetworkListError) return undefined;
    throw error;
  }
}

function fromResult({ interfaces = [], ips = [] }: Partial<Result>) {
  return {
    addresses: ips.map(({ address }) => formatIpPrefix(address)),
    gateways: ips.flatMap(({ gateway }) => (gateway === undefined ? [] : [formatIpAddress(gateway)])),
    hostLinks: interfaces.filter(({ sandbox = "" }) => sandbox === "").map(({ name }) => name),
  };
}

function fromCache(cached: CachedAttachment, cacheDir: string): KnownAttachment {
  const { network, containerId, ifname, netns } = cached;
  const list = tryRead(() => parseNetworkList(cached.config));
  const version = { name: network, cniVersion: CURRENT_CNI_VERSION };
  const result = tryRead(() => getCachedResult(version, { cacheDir, containerId, ifname })) ?? {};
  const state = netns === "" ? "unknown" : existsSync(netns) ? "alive" : "gone";
  const portMappings = findMappings(cached, list);
  return { network, containerId, ifname, netns, state, ...fromResult(result), portMappings, list };
}

function fromLease({ network, containerId, ifname, state, address }: HeldAddress): KnownAttachment {
  const nothing = { netns: "", gateways: [], hostLinks: [], portMappings: [], list: undefined };
  return { network, containerId, ifname, state, addresses: [address], ...nothing };
}

/**
 * Every attachment that the runtime's cache knows, then those that only leases of host-local tell of.
 * @param note is told of folders that this user may not read
 */
export function listAttachments(options: StoreOptions, note: (message: string) => void): readonly KnownAttachment[] {
  const noting = <T>(list: () => readonly T[]): readonly T[] => {
    try {
      return list();
    } catch (error) {
      if (!(error instanceof CniError || isSystemError(error))) throw error;
      note(error.message);
      return [];
    }
  };
  const cached = noting(() => listCachedAttachments(options)).map((each) => fromCache(each, options.cacheDir));
  const held = noting(() => listNetworks(options.dataDir)).flatMap((network) =>
    noting(() => listHeldAddresses(network, options)),
  );
  return [...cached, ...held.filter(({ state }) => state === "unknown").map(fromLease)];
}
