import { type IpAddress, type IpFamily, nextIpAddress } from "../../addr/ip-address.ts";
import { firstAddress, type IpPrefix } from "../../addr/ip-prefix.ts";
import type { IpConfig, Result, Route } from "../../cni/types/result.ts";
import type { BridgeConfig } from "./config.ts";
import { CONTAINER_INTERFACE } from "./interfaces.ts";

/** IPAM's result as the container gets it, and the addresses that the bridge needs to be its gateway. */
export interface AssignedGateways {
  readonly result: Result;
  /** The gateway of each address with the length of its subnet, IPv4 before IPv6; none unless the bridge is a gateway. */
  readonly gateways: readonly IpPrefix[];
}

/** Fills in the gateways that IPAM left out, and the default routes that `isDefaultGateway` asks for. */
export function assignGateways(ipam: Result, config: BridgeConfig): AssignedGateways {
  const ips = ipam.ips.map((ip): IpConfig => {
    const gateway = ip.gateway ?? (config.isGateway ? nextIpAddress(firstAddress(ip.address)) : undefined);
    return { address: ip.address, interface: CONTAINER_INTERFACE, ...(gateway === undefined ? {} : { gateway }) };
  });
  const routes = config.isDefaultGateway ? withDefaultRoutes(ipam.routes, ips) : ipam.routes;
  return { result: { ...ipam, ips, routes }, gateways: config.isGateway ? listGateways(ips) : [] };
}

function withDefaultRoutes(routes: readonly Route[], ips: readonly IpConfig[]): Route[] {
  const all = [...routes];
  for (const { gateway } of ips) {
    if (gateway === undefined) continue;
    const dst = defaultPrefix(gateway.family);
    if (!all.some((route) => route.gw !== undefined && isDefault(route, gateway.family)))
      all.push({ dst, gw: gateway });
  }
  return all;
}

function isDefault({ dst }: Route, family: IpFamily): boolean {
  return dst.length === 0 && dst.address.family === family;
}

function defaultPrefix(family: IpFamily): IpPrefix {
  return { address: { family, value: 0n }, length: 0 };
}

function listGateways(ips: readonly IpConfig[]): IpPrefix[] {
  const gateways = ips.flatMap(({ address, gateway }): IpPrefix[] =>
    gateway === undefined ? [] : [{ address: gateway, length: address.length }],
  );
  const ofFamily = (family: IpAddress["family"]): IpPrefix[] =>
    gateways.filter((each) => each.address.family === family);
  return [...ofFamily(4), ...ofFamily(6)];
}
