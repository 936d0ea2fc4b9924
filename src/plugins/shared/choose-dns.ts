import type { Dns } from "../../cni/types/result.ts";

/** The configuration's own `dns` when it sets anything, an empty list included; otherwise what IPAM gave. */
export function chooseDns(configured: Dns | undefined, ipam: Dns): Dns {
  const { nameservers, domain, search, options } = configured ?? {};
  const isSet = nameservers !== undefined || search !== undefined || options !== undefined || Boolean(domain);
  return isSet && configured !== undefined ? configured : ipam;
}
