import { formatIpAddress, tryParseIpAddress, unmapIpAddress } from "../../addr/ip-address.ts";
import { UsageError } from "../usage-error.ts";

/** An address as leases spell it. Throws {@link UsageError}. */
export function canonicalAddress(text: string): string {
  const address = tryParseIpAddress(text);
  if (address !== undefined) return formatIpAddress(unmapIpAddress(address));
  throw new UsageError(`${JSON.stringify(text)} is no IP address`);
}
