import {
  addressBits,
  equalIpAddress,
  formatIpAddress,
  type IpAddress,
  isIpv4Mapped,
  nextIpAddress,
  previousIpAddress,
} from "../../addr/ip-address.ts";
import {
  broadcastAddress,
  firstAddress,
  formatIpPrefix,
  type IpPrefix,
  lastAddress,
  prefixContains,
  unmapIpPrefix,
} from "../../addr/ip-prefix.ts";
import { formatIpRange, type IpRange, ipRange } from "../../addr/ip-range.ts";
import { TypedError } from "../../typed-error.ts";

/** A range as it is written in a configuration: all but the subnet may be left out. */
export interface RangeConfig {
  readonly subnet?: IpPrefix | undefined;
  readonly rangeStart?: IpAddress | undefined;
  readonly rangeEnd?: IpAddress | undefined;
  readonly gateway?: IpAddress | undefined;
}

/** The part of a subnet that addresses are taken from. */
export interface Range {
  readonly subnet: IpPrefix;
  /** First and last address that may be leased; the gateway between them is passed over. */
  readonly addresses: IpRange;
  /** Handed to the container as it is: it need not lie in the subnet. */
  readonly gateway: IpAddress;
}

/** A range nobody can allocate from. The messages are the reference's, word for word. */
export class InvalidRangeError extends TypedError {
  readonly code = "ERR_HOST_LOCAL_RANGE";
}

function checkSubnet(subnet: IpPrefix | undefined): IpPrefix {
  if (subnet === undefined) throw new InvalidRangeError("IP <nil> not v4 nor v6");
  // /31 and /32 (/127 and /128) have no address beside network and broadcast.
  if (subnet.length > addressBits(subnet.address.family) - 2) {
    throw new InvalidRangeError(`Network ${formatIpPrefix(unmapIpPrefix(subnet))} too small to allocate from`);
  }
  if (isIpv4Mapped(subnet.address)) throw new InvalidRangeError("IPNet IP and Mask version mismatch");
  const network = firstAddress(subnet);
  if (!equalIpAddress(network, subnet.address)) {
    throw new InvalidRangeError(
      `Network has host bits set. For a subnet mask of length ${subnet.length} the network address is ${formatIpAddress(network)}`,
    );
  }
  return subnet;
}

function firstHost(subnet: IpPrefix): IpAddress {
  return nextIpAddress(subnet.address) ?? subnet.address;
}

function lastHost(subnet: IpPrefix): IpAddress {
  const broadcast = broadcastAddress(subnet);
  // IPv6 has no broadcast: its last address is one like any other.
  return (broadcast && previousIpAddress(broadcast)) ?? lastAddress(subnet);
}

/** Fills in what the configuration leaves out and refuses what makes no sense. @throws {InvalidRangeError} */
export function resolveRange(config: RangeConfig): Range {
  const subnet = checkSubnet(config.subnet);
  const outside = (key: string, address: IpAddress) =>
    new InvalidRangeError(`${key} ${formatIpAddress(address)} not in network ${formatIpPrefix(subnet)}`);
  const first = config.rangeStart ?? firstHost(subnet);
  const last = config.rangeEnd ?? lastHost(subnet);
  if (!prefixContains(subnet, first)) throw outside("RangeStart", first);
  // A start beyond the end is reported as the start's fault where it was given, as the end's where only that was.
  if (config.rangeStart !== undefined && last.family === first.family && last.value < first.value) {
    throw outside("RangeStart", first);
  }
  if (!prefixContains(subnet, last) || last.value < first.value) throw outside("RangeEnd", last);
  return { subnet, addresses: ipRange(first, last), gateway: config.gateway ?? firstHost(subnet) };
}

/** `10.1.0.1-10.1.255.254` */
export function formatRange(range: Range): string {
  return formatIpRange(range.addresses);
}
