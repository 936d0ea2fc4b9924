import { parseIpv4Text, parseIpv6Text } from "../../addr/ip-text.ts";
import { AF_INET, AF_INET6 } from "../uapi/socket.ts";
import { WireError } from "../wire/codec.ts";

/** An address and a prefix length apart, as netlink has them: the address in an attribute, the length in the header. */
export interface PrefixParts {
  readonly family: typeof AF_INET | typeof AF_INET6;
  /** As written, without the length. */
  readonly address: string;
  readonly length: number;
}

/** AF_INET or AF_INET6; undefined where `address` is neither. */
export function findAddressFamily(address: string): typeof AF_INET | typeof AF_INET6 | undefined {
  if (parseIpv4Text(address) !== undefined) return AF_INET;
  return parseIpv6Text(address) === undefined ? undefined : AF_INET6;
}

/**
 * Takes `10.1.0.5/16` apart. An address alone is the prefix of all its bits, as for `ip`.
 * @param key the member that holds the text, for the error.
 * @throws {WireError}
 */
export function splitPrefix(text: string, key: string): PrefixParts {
  const slash = text.indexOf("/");
  const address = slash < 0 ? text : text.slice(0, slash);
  const family = findAddressFamily(address);
  const bits = family === AF_INET6 ? 128 : 32;
  const digits = text.slice(slash + 1);
  const length = slash < 0 ? bits : Number(digits);
  if (family === undefined || (slash >= 0 && !/^[0-9]{1,3}$/.test(digits)) || length > bits) {
    throw new WireError(`expected an address with a prefix length such as 10.1.0.5/16, got ${JSON.stringify(text)}`, [
      key,
    ]);
  }
  return { family, address, length };
}
