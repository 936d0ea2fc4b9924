import { formatIpv6Groups, parseIpv4Text, parseIpv6Text } from "../../addr/ip-text.ts";
import { formatMacAddress } from "../../addr/mac-address.ts";
import { type Codec, WireError } from "./codec.ts";
import type { Writer } from "./writer.ts";

/** Text of each octet, filled in as they come: making all 256 takes a noticeable part of a short process. */
const octets: string[] = [];

function octetText(octet: number): string {
  const known = octets[octet];
  if (known !== undefined) return known;
  const text = String(octet);
  octets[octet] = text;
  return text;
}

/**
 * The first three octets of addresses read lately, as a number and as text: dumps come sorted, so most routes share
 * those of their destination with the one before, and those of their gateway likewise.
 */
const NETS = 16;
const lateNets = new Int32Array(NETS).fill(-1);
const lateNetTexts: string[] = new Array<string>(NETS).fill("");

/** `10.1.0.` of an address. */
function netText(value: number): string {
  const net = value >>> 8;
  const slot = (net ^ (net >>> 8) ^ (net >>> 16)) & (NETS - 1);
  if (lateNets[slot] !== net) {
    lateNets[slot] = net;
    lateNetTexts[slot] = `${octetText(net >>> 16)}.${octetText((net >>> 8) & 255)}.${octetText(net & 255)}.`;
  }
  return lateNetTexts[slot] as string;
}

/** Canonical text of the 4 bytes at `start`. Table look-ups and one concatenation: this is the hot spot of route dumps. */
export function decodeIpv4(view: DataView, start: number): string {
  const value = view.getUint32(start, false);
  return netText(value) + octetText(value & 255);
}

/** Last octets with a prefix length behind, `5/16`, by length and octet. */
const tails: string[][] = [];

function tailText(octet: number, length: number): string {
  let ofLength = tails[length];
  if (ofLength === undefined) {
    ofLength = [];
    tails[length] = ofLength;
  }
  let text = ofLength[octet];
  if (text === undefined) {
    text = `${octet}/${length}`;
    ofLength[octet] = text;
  }
  return text;
}

/** An address with a prefix length behind it, `10.1.0.5/16`; still one concatenation. */
export function decodeIpv4Prefix(view: DataView, start: number, length: number): string {
  const value = view.getUint32(start, false);
  return netText(value) + tailText(value & 255, length);
}

/** RFC 5952 text of the 16 bytes at `start`. */
export function decodeIpv6(view: DataView, start: number): string {
  const groups = new Array<number>(8);
  for (let i = 0; i < 8; i++) groups[i] = view.getUint16(start + 2 * i, false);
  return formatIpv6Groups(groups);
}

function encodeIpv4(writer: Writer, value: number): void {
  writer.u32(value, false);
}

function encodeIpv6(writer: Writer, groups: readonly number[]): void {
  for (const group of groups) writer.u16(group, false);
}

/**
 * An IP address as canonical text, 4 bytes of IPv4 or 16 of IPv6 (`10.1.0.5`, `fe80::1`, `::ffff:10.1.0.5`).
 * The length says the family, so the text and the bytes stand for each other exactly.
 */
export const ip: Codec<string> = {
  typeName: "ip address",
  decode(view, start, end) {
    const size = end - start;
    if (size === 4) return decodeIpv4(view, start);
    if (size === 16) return decodeIpv6(view, start);
    throw new WireError(`expected 4 or 16 bytes of an IP address, got ${size}`);
  },
  encode(writer, value) {
    const ipv4 = typeof value === "string" ? parseIpv4Text(value) : undefined;
    if (ipv4 !== undefined) return encodeIpv4(writer, ipv4);
    const groups = typeof value === "string" ? parseIpv6Text(value) : undefined;
    if (groups !== undefined) return encodeIpv6(writer, groups);
    throw new WireError(`expected an IP address, got ${JSON.stringify(value)}`, writer.path.slice());
  },
};

/** An IPv4 address as text; 4 bytes. */
export const ipv4: Codec<string> = {
  typeName: "ipv4 address",
  decode(view, start, end) {
    if (end - start !== 4) throw new WireError(`expected 4 bytes of an IPv4 address, got ${end - start}`);
    return decodeIpv4(view, start);
  },
  encode(writer, value) {
    const parsed = typeof value === "string" ? parseIpv4Text(value) : undefined;
    if (parsed === undefined) {
      throw new WireError(`expected an IPv4 address, got ${JSON.stringify(value)}`, writer.path.slice());
    }
    encodeIpv4(writer, parsed);
  },
};

/** An IPv6 address as RFC 5952 text; 16 bytes. */
export const ipv6: Codec<string> = {
  typeName: "ipv6 address",
  decode(view, start, end) {
    if (end - start !== 16) throw new WireError(`expected 16 bytes of an IPv6 address, got ${end - start}`);
    return decodeIpv6(view, start);
  },
  encode(writer, value) {
    const parsed = typeof value === "string" ? parseIpv6Text(value) : undefined;
    if (parsed === undefined) {
      throw new WireError(`expected an IPv6 address, got ${JSON.stringify(value)}`, writer.path.slice());
    }
    encodeIpv6(writer, parsed);
  },
};

const HEX_PAIRS = /^(?:[0-9a-f]{2}(?::[0-9a-f]{2})*)?$/i;

/**
 * A link-layer address as lower-case hex pairs, `aa:bb:cc:dd:ee:ff`; any length, since tunnels have 4 or 16 bytes and
 * InfiniBand has 20.
 */
export const lladdr: Codec<string> = {
  typeName: "link-layer address",
  decode: (view, start, end) => formatMacAddress(new Uint8Array(view.buffer, view.byteOffset + start, end - start)),
  encode(writer, value) {
    if (typeof value !== "string" || !HEX_PAIRS.test(value)) {
      throw new WireError(
        `expected hex pairs such as aa:bb:cc:dd:ee:ff, got ${JSON.stringify(value)}`,
        writer.path.slice(),
      );
    }
    if (value !== "") for (const pair of value.split(":")) writer.u8(Number.parseInt(pair, 16));
  },
};
