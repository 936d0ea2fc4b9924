import { AddressError } from "../../addr/address-error.ts";
import { type IpAddress, tryParseIpAddress, unmapIpAddress } from "../../addr/ip-address.ts";
import { type IpPrefix, parseIpPrefix, tryParseIpPrefix } from "../../addr/ip-prefix.ts";
import { parseCniArgs } from "../../cni/cni-args.ts";
import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { JsonDecodeError } from "../../cni/json/json-error.ts";
import type { JsonObject } from "../../cni/json/json-value.ts";
import {
  findMemberAs,
  type JsonNode,
  type JsonObjectNode,
  readArrayOf,
  readObject,
  readString,
} from "../../cni/json/read-json.ts";
import { decodeRoute } from "../../cni/types/decode-result.ts";
import { readIpAddress } from "../../cni/types/read-address.ts";
import type { Route } from "../../cni/types/result.ts";
import type { CniVersion } from "../../cni/version/cni-version.ts";
import { getIpam, readArgsIps, readingConfig, readRuntimeConfigList } from "../config-json.ts";
import { checkFamilyLimit } from "../family-limit.ts";
import { InvalidRangeError, type RangeConfig } from "./range.ts";
import { type RangeSet, rangeSetsOverlap, resolveRangeSet } from "./range-set.ts";
import { storeDirectory } from "./store-path.ts";

/** What of a network configuration host-local reads. */
export interface ConfigSource {
  readonly name: string;
  readonly cniVersion: CniVersion;
  readonly raw: JsonObject;
}

export interface HostLocalConfig {
  /** Absolute path of the network's lease files. */
  readonly directory: string;
  /** One address is leased from each. */
  readonly sets: readonly RangeSet[];
  /** Requested addresses of CNI_ARGS, `args.cni.ips` and `runtimeConfig.ips`, in this order. */
  readonly requested: readonly IpAddress[];
  readonly routes: readonly Route[];
  /** Path of the resolv.conf that the result's DNS settings come from. */
  readonly resolvConf?: string | undefined;
}

/** `10.1.0.5` or `10.1.0.5/16`, of which only the address counts; undefined for the empty text. */
function parseRequested(text: string): IpAddress | undefined {
  if (text === "") return undefined;
  const address = text.includes("/") ? tryParseIpPrefix(text)?.address : tryParseIpAddress(text);
  if (address === undefined) throw new CniError(CNI_ERROR.invalidNetworkConfig, `invalid IP address ${text}`);
  return unmapIpAddress(address);
}

function readRequested(node: JsonNode): IpAddress {
  const address = parseRequested(readString(node));
  if (address !== undefined) return address;
  const reason = "cannot understand ip: IP <nil> not v4 nor v6";
  throw new CniError(CNI_ERROR.invalidNetworkConfig, reason, { details: `at ${node.path}` });
}

/** Kept in its IPv4-mapped spelling, which a subnet must not have. */
function readSubnet(node: JsonNode): IpPrefix {
  try {
    return parseIpPrefix(readString(node));
  } catch (error) {
    if (error instanceof AddressError) throw new JsonDecodeError(node.path, error.message);
    throw error;
  }
}

function readRange(node: JsonNode): RangeConfig {
  const range = readObject(node);
  return {
    subnet: findMemberAs(range, "subnet", readSubnet),
    rangeStart: findMemberAs(range, "rangeStart", readIpAddress),
    rangeEnd: findMemberAs(range, "rangeEnd", readIpAddress),
    gateway: findMemberAs(range, "gateway", readIpAddress),
  };
}

const readRanges = readArrayOf(readRange);

/** In the order of precedence: the runtime's, the single range of old configurations, the list. */
function readRangeSets(raw: JsonObject, ipam: JsonObjectNode): RangeSet[] {
  const single = readRange(ipam);
  const configs = [
    ...readRuntimeConfigList({ raw, capability: "ipRanges", read: readRanges }),
    ...(single.subnet === undefined ? [] : [[single]]),
    ...(findMemberAs(ipam, "ranges", readArrayOf(readRanges)) ?? []),
  ];
  return configs.map((ranges, index) => {
    try {
      return resolveRangeSet(ranges);
    } catch (error) {
      if (!(error instanceof InvalidRangeError)) throw error;
      throw new CniError(CNI_ERROR.invalidNetworkConfig, `invalid range set ${index}: ${error.message}`);
    }
  });
}

function checkRangeSets(sets: readonly RangeSet[], cniVersion: CniVersion): void {
  if (sets.length === 0) throw new CniError(CNI_ERROR.invalidNetworkConfig, "no IP ranges specified");
  checkFamilyLimit(
    cniVersion,
    sets.map(([first]) => first.subnet.address.family),
  );
  for (const [i, set] of sets.entries()) {
    const other = sets.findIndex((each, j) => j > i && rangeSetsOverlap(set, each));
    if (other >= 0) throw new CniError(CNI_ERROR.invalidNetworkConfig, `range set ${i} overlaps with ${other}`);
  }
}

/** The whole configuration. `args` is CNI_ARGS. @throws {CniError} 4, 6 or 7, in the reference's words. */
export function parseHostLocalConfig(source: ConfigSource, args: string): HostLocalConfig {
  return readingConfig(() => {
    const { raw } = source;
    const ipam = getIpam(raw);
    const { IP: fromArgs } = parseCniArgs(args, { IP: parseRequested });
    const requested = [
      ...(fromArgs === undefined ? [] : [fromArgs]),
      ...readArgsIps(raw, readRequested),
      ...readRuntimeConfigList({ raw, capability: "ips", read: readRequested }),
    ];
    const sets = readRangeSets(raw, ipam);
    checkRangeSets(sets, source.cniVersion);
    const resolvConf = findMemberAs(ipam, "resolvConf", readString);
    return {
      directory: readDirectory(source, ipam),
      sets,
      requested,
      routes: findMemberAs(ipam, "routes", readArrayOf(decodeRoute)) ?? [],
      resolvConf: resolvConf === "" ? undefined : resolvConf,
    };
  });
}

function readDirectory(source: ConfigSource, ipam: JsonObjectNode): string {
  return storeDirectory({ dataDir: findMemberAs(ipam, "dataDir", readString), network: source.name });
}

/**
 * Where the leases are, and no word about the rest: DEL and GC must free what an earlier version of the configuration
 * leased, whatever has become of its ranges since.
 *
 * @throws {CniError} 6 or 7
 */
export function parseStoreDirectory(source: ConfigSource): string {
  return readingConfig(() => readDirectory(source, getIpam(source.raw)));
}
