import { type IpAddress, tryParseIpAddress, unmapIpAddress } from "../../addr/ip-address.ts";
import { type IpPrefix, prefixContains, tryParseIpPrefix, unmapIpPrefix } from "../../addr/ip-prefix.ts";
import { parseCniArgs } from "../../cni/cni-args.ts";
import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import type { NetworkConfig } from "../../cni/config/network-config.ts";
import {
  findMemberAs,
  type JsonNode,
  type JsonObjectNode,
  readArrayOf,
  readObject,
  readString,
} from "../../cni/json/read-json.ts";
import { decodeDns, decodeRoute } from "../../cni/types/decode-result.ts";
import { readIpAddress } from "../../cni/types/read-address.ts";
import type { Dns, Route } from "../../cni/types/result.ts";
import { getIpam, readArgsIps, readingConfig, readRuntimeConfigList } from "../config-json.ts";
import { checkFamilyLimit } from "../family-limit.ts";

/** What of a network configuration static reads. */
export type ConfigSource = Pick<NetworkConfig, "cniVersion" | "raw">;

export interface StaticAddress {
  readonly address: IpPrefix;
  readonly gateway?: IpAddress | undefined;
}

export interface StaticConfig {
  readonly addresses: readonly StaticAddress[];
  readonly routes: readonly Route[];
  readonly dns: Dns;
}

function refuse(msg: string, details?: string): CniError {
  return new CniError(CNI_ERROR.invalidNetworkConfig, msg, { details });
}

/** An address with its subnet, or the refusal. */
function parseCidr(text: string, refusal: (text: string) => CniError): IpPrefix {
  const prefix = tryParseIpPrefix(text);
  if (prefix === undefined) throw refusal(text);
  return unmapIpPrefix(prefix);
}

function readAddress(node: JsonNode): StaticAddress {
  const entry = readObject(node);
  const text = findMemberAs(entry, "address", readString) ?? "";
  return {
    address: parseCidr(text, () =>
      refuse(`the 'address' field is expected to be in CIDR notation, got: '${text}'`, `at ${node.path}`),
    ),
    gateway: findMemberAs(entry, "gateway", readIpAddress),
  };
}

function readRequested(node: JsonNode): StaticAddress {
  const text = readString(node);
  return {
    address: parseCidr(text, () =>
      refuse(`an entry in the 'ips' field is NOT in CIDR notation, got: '${text}'`, `at ${node.path}`),
    ),
  };
}

function splitList(text: string | undefined): string[] {
  return text === undefined || text === "" ? [] : text.split(",");
}

function parseGateway(item: string): IpAddress {
  const gateway = tryParseIpAddress(item.trim());
  if (gateway === undefined) throw new CniError(CNI_ERROR.invalidEnvironment, `invalid gateway address: ${item}`);
  return unmapIpAddress(gateway);
}

/** The addresses of CNI_ARGS. Each gets the last of its gateways that lies in its subnet. */
function parseArgsAddresses(args: string): StaticAddress[] {
  const { IP, GATEWAY } = parseCniArgs(args, { IP: String, GATEWAY: String });
  const addresses = splitList(IP).map((item) =>
    parseCidr(
      item.trim(),
      (text) =>
        new CniError(CNI_ERROR.invalidEnvironment, `the 'ip' field is expected to be in CIDR notation, got: '${text}'`),
    ),
  );
  const gateways = splitList(GATEWAY).map(parseGateway);
  return addresses.map((address) => ({
    address,
    gateway: gateways.findLast((gateway) => prefixContains(address, gateway)),
  }));
}

/** `runtimeConfig.ips` replaces all others, `args.cni.ips` those of the configuration and of CNI_ARGS, which add up. */
function readAddresses(options: {
  source: ConfigSource;
  ipam: JsonObjectNode;
  args: string;
}): readonly StaticAddress[] {
  const { source, ipam, args } = options;
  const fromArgs = parseArgsAddresses(args);
  const fromNetwork = readArgsIps(source.raw, readRequested);
  const fromRuntime = readRuntimeConfigList({ raw: source.raw, capability: "ips", read: readRequested });
  if (fromRuntime.length > 0) return fromRuntime;
  if (fromNetwork.length > 0) return fromNetwork;
  return [...(findMemberAs(ipam, "addresses", readArrayOf(readAddress)) ?? []), ...fromArgs];
}

/** `args` is CNI_ARGS. @throws {CniError} 4, 6 or 7, in the reference's words */
export function parseStaticConfig(source: ConfigSource, args: string): StaticConfig {
  return readingConfig(() => {
    const ipam = getIpam(source.raw);
    const addresses = readAddresses({ source, ipam, args });
    checkFamilyLimit(
      source.cniVersion,
      addresses.map(({ address }) => address.address.family),
    );
    return {
      addresses,
      routes: findMemberAs(ipam, "routes", readArrayOf(decodeRoute)) ?? [],
      dns: findMemberAs(ipam, "dns", decodeDns) ?? {},
    };
  });
}
