import { formatIpAddress } from "../addr/ip-address.ts";
import { formatIpPrefix } from "../addr/ip-prefix.ts";
import type { Dns, Interface, IpConfig, Result, Route } from "../cni/types/result.ts";

function describeInterface({ name, mac, mtu, sandbox }: Interface): string {
  const size = mtu === undefined || mtu === 0 ? "" : ` mtu ${mtu}`;
  const hardware = mac === undefined || mac === "" ? "" : ` ${mac}`;
  return `${name}${hardware}${size} ${sandbox === undefined || sandbox === "" ? "on the host" : `in ${sandbox}`}`;
}

function describeAddress({ address, gateway }: IpConfig): string {
  return `${formatIpPrefix(address)}${gateway === undefined ? "" : ` gateway ${formatIpAddress(gateway)}`}`;
}

function describeRoute({ dst, gw, mtu, advmss, priority, table, scope }: Route): string {
  const words = [
    `route ${formatIpPrefix(dst)}`,
    gw === undefined ? "" : `via ${formatIpAddress(gw)}`,
    ...Object.entries({ mtu, advmss, metric: priority, table, scope }).map(([key, value]) =>
      value === undefined ? "" : `${key} ${value}`,
    ),
  ];
  return words.filter((word) => word !== "").join(" ");
}

function describeDns({ nameservers = [], domain, search = [], options = [] }: Dns): string[] {
  const parts = [
    ...nameservers.map((server) => `nameserver ${server}`),
    ...(domain === undefined || domain === "" ? [] : [`domain ${domain}`]),
    ...(search.length === 0 ? [] : [`search ${search.join(" ")}`]),
    ...(options.length === 0 ? [] : [`options ${options.join(" ")}`]),
  ];
  return parts.length === 0 ? [] : [`dns ${parts.join(", ")}`];
}

/** A result for people, a line for each interface with its addresses beneath, then routes and DNS. */
export function describeResult({ interfaces, ips, routes, dns }: Result): string[] {
  const addressesOf = (index: number | undefined) => ips.filter((ip) => ip.interface === index).map(describeAddress);
  return [
    ...interfaces.flatMap((one, index) => [
      describeInterface(one),
      ...addressesOf(index).map((address) => `  ${address}`),
    ]),
    ...addressesOf(undefined),
    ...routes.map(describeRoute),
    ...describeDns(dns),
  ];
}
