import { AddressError } from "../../addr/address-error.ts";
import { type IpAddress, parseIpAddress, unmapIpAddress } from "../../addr/ip-address.ts";
import { type IpPrefix, parseIpPrefix, unmapIpPrefix } from "../../addr/ip-prefix.ts";
import { JsonDecodeError } from "../json/json-error.ts";
import { type JsonNode, readString } from "../json/read-json.ts";

function refuse(node: JsonNode, error: unknown): never {
  if (error instanceof AddressError) throw new JsonDecodeError(node.path, error.message);
  throw error;
}

/** `10.1.0.5/16`, host bits kept; the IPv4-mapped spelling becomes IPv4. */
export function readIpPrefix(node: JsonNode): IpPrefix {
  const text = readString(node);
  try {
    return unmapIpPrefix(parseIpPrefix(text));
  } catch (error) {
    return refuse(node, error);
  }
}

/** `10.1.0.1`; the empty text is no address (as in Go), the IPv4-mapped spelling becomes IPv4. */
export function readIpAddress(node: JsonNode): IpAddress | undefined {
  const text = readString(node);
  if (text === "") return undefined;
  try {
    return unmapIpAddress(parseIpAddress(text));
  } catch (error) {
    return refuse(node, error);
  }
}
