import { formatIpAddress, type IpAddress } from "../../addr/ip-address.ts";
import { formatIpPrefix } from "../../addr/ip-prefix.ts";
import { CNI_ERROR, CniError } from "../cni-error.ts";
import { formatJson, type JsonWritable } from "../json/format-json.ts";
import { type CniVersion, resultFamily } from "../version/cni-version.ts";
import { type Dns, type Interface, type IpConfig, isEmptyDns, type Result, type Route } from "./result.ts";

type Members = { readonly [key: string]: JsonWritable | undefined };

/** Go's `omitempty`: nothing, an empty list, an empty text and 0 are left out. */
function omitEmpty<T extends string | number | readonly JsonWritable[]>(value: T | undefined): T | undefined {
  if (value === undefined || value === "" || value === 0) return undefined;
  return typeof value === "object" && value.length === 0 ? undefined : value;
}

function address(ip: IpAddress | undefined): string | undefined {
  return ip === undefined ? undefined : formatIpAddress(ip);
}

function encodeDns(dns: Dns): Members {
  return {
    nameservers: omitEmpty(dns.nameservers),
    domain: omitEmpty(dns.domain),
    search: omitEmpty(dns.search),
    options: omitEmpty(dns.options),
  };
}

function encodeRoute(route: Route): Members {
  return {
    dst: formatIpPrefix(route.dst),
    gw: address(route.gw),
    mtu: omitEmpty(route.mtu),
    advmss: omitEmpty(route.advmss),
    priority: omitEmpty(route.priority),
    table: route.table,
    scope: route.scope,
  };
}

function encodeInterface03(entry: Interface): Members {
  return { name: entry.name, mac: omitEmpty(entry.mac), sandbox: omitEmpty(entry.sandbox) };
}

function encodeInterface10(entry: Interface): Members {
  return {
    ...encodeInterface03(entry),
    mtu: omitEmpty(entry.mtu),
    socketPath: omitEmpty(entry.socketPath),
    pciID: omitEmpty(entry.pciID),
  };
}

function encodeIpConfig10(ip: IpConfig): Members {
  return { interface: ip.interface, address: formatIpPrefix(ip.address), gateway: address(ip.gateway) };
}

function encodeIpConfig03(ip: IpConfig): Members {
  return { version: String(ip.address.address.family), ...encodeIpConfig10(ip) };
}

function encodeLegacyIp(result: Result, family: 4 | 6): Members | undefined {
  const ip = result.ips.find((candidate) => candidate.address.address.family === family);
  if (ip === undefined) return undefined;
  const routes = result.routes.filter((route) => route.dst.address.family === family);
  return {
    ip: formatIpPrefix(ip.address),
    gateway: address(ip.gateway),
    routes: omitEmpty(routes.map(({ dst, gw }) => encodeRoute({ dst, gw }))),
  };
}

function encodeLegacyResult(result: Result, version: CniVersion): Members {
  const ip4 = encodeLegacyIp(result, 4);
  const ip6 = encodeLegacyIp(result, 6);
  return { cniVersion: version, ip4, ip6, dns: encodeDns(result.dns) };
}

function encodeListResult(result: Result, version: CniVersion): Members {
  const isCurrent = resultFamily(version) === "1.0";
  return {
    cniVersion: version,
    interfaces: omitEmpty(result.interfaces.map(isCurrent ? encodeInterface10 : encodeInterface03)),
    ips: omitEmpty(result.ips.map(isCurrent ? encodeIpConfig10 : encodeIpConfig03)),
    routes: omitEmpty(result.routes.map(encodeRoute)),
    // 1.x leaves an empty `dns` out, the older versions print `{}`.
    dns: isCurrent && isEmptyDns(result.dns) ? undefined : encodeDns(result.dns),
  };
}

/**
 * 0.1.0 and 0.2.0 have room for one address a family, and nothing to say without any: throws {@link CniError} 999 then,
 * with the reference's words.
 */
export function requireEncodable({ ips }: Pick<Result, "ips">, version: CniVersion): void {
  if (ips.length > 0 || resultFamily(version) !== "0.1") return;
  throw new CniError(CNI_ERROR.internal, "cannot convert: no valid IP addresses");
}

/** The result as an object of the given version. Throws as {@link requireEncodable}. */
export function encodeResult(result: Result, version: CniVersion): Members {
  requireEncodable(result, version);
  return resultFamily(version) === "0.1" ? encodeLegacyResult(result, version) : encodeListResult(result, version);
}

/** The result as the reference prints it: 4 spaces, no newline at the end; the keys of 1.x are in alphabetical order. */
export function formatResult(result: Result, version: CniVersion): string {
  return formatJson(encodeResult(result, version), { indent: 4, sortKeys: resultFamily(version) === "1.0" });
}
