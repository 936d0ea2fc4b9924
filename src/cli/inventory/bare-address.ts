import { formatIpAddress, tryParseIpAddress } from "../../addr/ip-address.ts";
import { tryParseIpPrefix } from "../../addr/ip-prefix.ts";

/** An address without its length, in one spelling; what is none stays as it is. */
export function bareAddress(text: string): string {
  const address = tryParseIpPrefix(text)?.address ?? tryParseIpAddress(text);
  return address === undefined ? text : formatIpAddress(address);
}
