import { quote } from "../go-quote.ts";
import { JsonDecodeError } from "../json/json-error.ts";
import {
  findMember,
  findMemberAs,
  type JsonNode,
  type JsonObjectNode,
  readArrayOf,
  readInteger,
  readObject,
  readString,
} from "../json/read-json.ts";
import {
  type CniVersion,
  DEFAULT_CNI_VERSION,
  familyVersions,
  isCniVersion,
  type ResultFamily,
  resultFamily,
} from "../version/cni-version.ts";
import { readIpAddress, readIpPrefix } from "./read-address.ts";
import type { Dns, Interface, IpConfig, Result, Route } from "./result.ts";

const readStrings = readArrayOf(readString);

/** `dns` of a result or a configuration; members that are absent stay undefined, empty lists stay. */
export function decodeDns(node: JsonNode): Dns {
  const dns = readObject(node);
  return {
    nameservers: findMemberAs(dns, "nameservers", readStrings),
    domain: findMemberAs(dns, "domain", readString),
    search: findMemberAs(dns, "search", readStrings),
    options: findMemberAs(dns, "options", readStrings),
  };
}

/** A member without which the value means nothing. The reference takes it for the zero address and prints `<nil>`. */
function getMember(node: JsonObjectNode, name: string): JsonNode {
  const member = findMember(node, name);
  if (member === undefined) throw new JsonDecodeError(node.path, `${name} is missing`);
  return member;
}

/** A route of a result or of an IPAM configuration. */
export function decodeRoute(node: JsonNode): Route {
  const route = readObject(node);
  return {
    dst: readIpPrefix(getMember(route, "dst")),
    gw: findMemberAs(route, "gw", readIpAddress),
    mtu: findMemberAs(route, "mtu", readInteger),
    advmss: findMemberAs(route, "advmss", readInteger),
    priority: findMemberAs(route, "priority", readInteger),
    table: findMemberAs(route, "table", readInteger),
    scope: findMemberAs(route, "scope", readInteger),
  };
}

const readRoutes = readArrayOf(decodeRoute);

function decodeInterface(node: JsonNode): Interface {
  const entry = readObject(node);
  return {
    name: findMemberAs(entry, "name", readString) ?? "",
    mac: findMemberAs(entry, "mac", readString),
    mtu: findMemberAs(entry, "mtu", readInteger),
    sandbox: findMemberAs(entry, "sandbox", readString),
    socketPath: findMemberAs(entry, "socketPath", readString),
    pciID: findMemberAs(entry, "pciID", readString),
  };
}

/** 0.3.0 to 0.4.0 do not know three of the members; there they are unknown keys like any other. */
function decodeInterface03(node: JsonNode): Interface {
  const { name, mac, sandbox } = decodeInterface(node);
  return { name, mac, sandbox };
}

function decodeIpConfig(node: JsonNode): IpConfig {
  const ip = readObject(node);
  return {
    interface: findMemberAs(ip, "interface", readInteger),
    address: readIpPrefix(getMember(ip, "address")),
    gateway: findMemberAs(ip, "gateway", readIpAddress),
  };
}

interface LegacyIp {
  readonly ips: readonly IpConfig[];
  readonly routes: readonly Route[];
}

/** `ip4` or `ip6` of CNI 0.1.0 and 0.2.0. */
function decodeLegacyIp(node: JsonNode): LegacyIp {
  const ip = readObject(node);
  const gateway = findMemberAs(ip, "gateway", readIpAddress);
  return {
    ips: [{ address: readIpPrefix(getMember(ip, "ip")), gateway }],
    routes: findMemberAs(ip, "routes", readRoutes) ?? [],
  };
}

function decodeLegacyResult(node: JsonObjectNode): Result {
  const ip4 = findMemberAs(node, "ip4", decodeLegacyIp);
  const ip6 = findMemberAs(node, "ip6", decodeLegacyIp);
  return {
    interfaces: [],
    ips: [...(ip4?.ips ?? []), ...(ip6?.ips ?? [])],
    routes: [...(ip4?.routes ?? []), ...(ip6?.routes ?? [])],
    dns: findMemberAs(node, "dns", decodeDns) ?? {},
  };
}

function decodeListResult(node: JsonObjectNode, family: "0.3" | "1.0"): Result {
  const readInterfaces = readArrayOf(family === "1.0" ? decodeInterface : decodeInterface03);
  return {
    interfaces: findMemberAs(node, "interfaces", readInterfaces) ?? [],
    ips: findMemberAs(node, "ips", readArrayOf(decodeIpConfig)) ?? [],
    routes: findMemberAs(node, "routes", readRoutes) ?? [],
    dns: findMemberAs(node, "dns", decodeDns) ?? {},
  };
}

function requireFamily(node: JsonObjectNode, family: ResultFamily, version: string): void {
  // The reference counts the empty version to the oldest family, and lists it as such.
  const members: readonly string[] = family === "0.1" ? ["", ...familyVersions(family)] : familyVersions(family);
  if (members.includes(version)) return;
  throw new JsonDecodeError(
    node.path,
    `result type supports [${members.join(" ")}] but unmarshalled CNIVersion is ${quote(version)}`,
  );
}

/**
 * The result in `node`, which must be of the family of `version`; its own `cniVersion` decides unless it is absent, when
 * `fallbackVersion` counts (default: the empty text, which only 0.1.0 and 0.2.0 accept). Throws {@link JsonDecodeError}.
 */
export function decodeResult(node: JsonNode, options: { version: string; fallbackVersion?: string }): Result {
  const result = readObject(node);
  const { version } = options;
  if (version !== "" && !isCniVersion(version)) {
    throw new JsonDecodeError(node.path, `unsupported CNI result version ${quote(version)}`);
  }
  const family = resultFamily(version === "" ? DEFAULT_CNI_VERSION : version);
  requireFamily(result, family, findMemberAs(result, "cniVersion", readString) ?? options.fallbackVersion ?? "");
  return family === "0.1" ? decodeLegacyResult(result) : decodeListResult(result, family);
}

/**
 * The result a plugin printed, read by the version it names; without one it counts as of the configuration's version
 * (SPEC issue 895: plugins before 1.0.0 often named none). `null` is an empty result. Throws {@link JsonDecodeError}.
 */
export function decodePluginResult(node: JsonNode, configVersion: CniVersion): Result {
  const result: JsonObjectNode = node.value === null ? { path: node.path, value: {} } : readObject(node);
  const own = findMemberAs(result, "cniVersion", readString);
  const version = own === undefined || own === "" ? configVersion : own;
  const family = isCniVersion(version) ? resultFamily(version) : undefined;
  if (family === undefined) throw new JsonDecodeError(node.path, `unsupported CNI result version ${quote(version)}`);
  return family === "0.1" ? decodeLegacyResult(result) : decodeListResult(result, family);
}
