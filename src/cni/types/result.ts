import type { IpAddress } from "../../addr/ip-address.ts";
import type { IpPrefix } from "../../addr/ip-prefix.ts";

/** An interface of a result (SPEC, "ADD Success"). Empty texts and 0 are printed as if absent. */
export interface Interface {
  readonly name: string;
  /** `aa:bb:cc:dd:ee:ff` */
  readonly mac?: string | undefined;
  /** Bytes. */
  readonly mtu?: number | undefined;
  /** Path of the network namespace, CNI_NETNS as it was given; absent on the host. */
  readonly sandbox?: string | undefined;
  readonly socketPath?: string | undefined;
  readonly pciID?: string | undefined;
}

export interface IpConfig {
  /** Index into {@link Result.interfaces}. */
  readonly interface?: number | undefined;
  /** With host bits: the address and the length of its subnet. */
  readonly address: IpPrefix;
  readonly gateway?: IpAddress | undefined;
}

export interface Route {
  readonly dst: IpPrefix;
  readonly gw?: IpAddress | undefined;
  /** Bytes. */
  readonly mtu?: number | undefined;
  /** Bytes. */
  readonly advmss?: number | undefined;
  readonly priority?: number | undefined;
  /** Absent is not 0: 0 is printed. */
  readonly table?: number | undefined;
  /** Absent is not 0: 0 is printed. */
  readonly scope?: number | undefined;
}

export interface Dns {
  readonly nameservers?: readonly string[] | undefined;
  readonly domain?: string | undefined;
  readonly search?: readonly string[] | undefined;
  readonly options?: readonly string[] | undefined;
}

/** What an attachment came to, in the shape of CNI 1.1.0; older versions are converted on the way in and out. */
export interface Result {
  readonly interfaces: readonly Interface[];
  readonly ips: readonly IpConfig[];
  readonly routes: readonly Route[];
  readonly dns: Dns;
}

export const EMPTY_RESULT: Result = { interfaces: [], ips: [], routes: [], dns: {} };

/** Whether nothing is set; empty lists and texts count as nothing. */
export function isEmptyDns(dns: Dns): boolean {
  return !dns.nameservers?.length && !dns.domain && !dns.search?.length && !dns.options?.length;
}
