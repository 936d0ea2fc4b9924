import { NFPROTO_IPV6 } from "../../../uapi/netfilter.ts";
import { NFT_PAYLOAD_NETWORK_HEADER } from "../../../uapi/nf_tables.ts";
import { decodeIpv4, decodeIpv6, ipv4, ipv6 } from "../../../wire/addresses.ts";
import { WireError } from "../../../wire/codec.ts";
import { Writer } from "../../../wire/writer.ts";
import type { Expression } from "../../nftables/expr/expression.ts";
import type { Test } from "./iptables-rule.ts";
import { compare, loadPayload, maskWith } from "./registers.ts";
import { cmpOp, openTest, testOf } from "./test.ts";

/** Offsets of the addresses in struct iphdr and struct ipv6hdr. */
const OFFSETS = {
  ip: { source: 12, destination: 16, size: 4 },
  ip6: { source: 8, destination: 24, size: 16 },
} as const;

export type Side = "source" | "destination";

const layoutOf = (family: number): (typeof OFFSETS)["ip" | "ip6"] =>
  family === NFPROTO_IPV6 ? OFFSETS.ip6 : OFFSETS.ip;

function bytesOf(address: string, size: number): Uint8Array {
  const writer = new Writer(size);
  (size === 4 ? ipv4 : ipv6).encode(writer, address);
  return writer.finish();
}

function maskOf(length: number, size: number): Uint8Array {
  return Uint8Array.from(
    { length: size },
    (_, index) => (0xff00 >> Math.max(0, Math.min(8, length - 8 * index))) & 0xff,
  );
}

/** The bytes of `10.1.0.0/16` or `10.0.0.5/255.0.0.255` and its mask. @throws {WireError} */
function parseTest(
  text: string,
  { size, side }: { size: 4 | 16; side: Side },
): { address: Uint8Array; mask: Uint8Array } {
  const slash = text.indexOf("/");
  const tail = slash < 0 ? String(8 * size) : text.slice(slash + 1);
  const isLength = /^\d{1,3}$/.test(tail) && Number(tail) <= 8 * size;
  try {
    const mask = isLength ? maskOf(Number(tail), size) : bytesOf(tail, size);
    const address = bytesOf(slash < 0 ? text : text.slice(0, slash), size).map((byte, at) => byte & (mask[at] ?? 0));
    return { address, mask };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new WireError(`expected an address, with a prefix length or not, got ${JSON.stringify(text)}`, [side]);
  }
}

/** Number of ones at the beginning, where nothing but zeros follows. */
function lengthOf(mask: Uint8Array): number | undefined {
  const bits = Array.from(mask, (byte) => byte.toString(2).padStart(8, "0")).join("");
  return /^1*0*$/.test(bits) ? bits.lastIndexOf("1") + 1 : undefined;
}

/** As iptables 1.8 writes it: whole bytes of a prefix are loaded alone, other masks are applied to the whole address. */
export function encodeAddress(test: Test<string>, side: Side, family: number): Expression[] {
  const { value, not } = openTest(test);
  const layout = layoutOf(family);
  const { address, mask } = parseTest(value, { size: layout.size, side });
  const length = lengthOf(mask);
  if (length === 0) {
    if (not) throw new WireError(`nothing is outside of ${value}`, [side]);
    return [];
  }
  const offset = layout[side];
  if (length !== undefined && length % 8 === 0) {
    const len = length / 8;
    return [loadPayload(NFT_PAYLOAD_NETWORK_HEADER, offset, len), compare(cmpOp(not), address.subarray(0, len))];
  }
  return [loadPayload(NFT_PAYLOAD_NETWORK_HEADER, offset, layout.size), maskWith(mask), compare(cmpOp(not), address)];
}

/** Bytes of the network header that were loaded and compared. */
export interface ComparedAddress {
  readonly offset: number;
  readonly mask: Uint8Array | undefined;
  readonly op: number;
  readonly value: Uint8Array;
}

/** The test of an address; undefined where it is none. */
export function decodeAddress(
  { offset, mask, op, value }: ComparedAddress,
  family: number,
): { side: Side; test: Test<string> } | undefined {
  const layout = layoutOf(family);
  const { size } = layout;
  const side = (["source", "destination"] as const).find((name) => layout[name] === offset);
  if (side === undefined || value.length > size || (mask !== undefined && mask.length !== size)) return undefined;
  const address = new DataView(new ArrayBuffer(size));
  for (const [index, byte] of value.entries()) address.setUint8(index, byte);
  const text = size === 4 ? decodeIpv4(address, 0) : decodeIpv6(address, 0);
  const test = testOf(op, `${text}/${formatMask(mask, value.length)}`);
  return test === undefined ? undefined : { side, test };
}

function formatMask(mask: Uint8Array | undefined, compared: number): string {
  if (mask === undefined) return String(8 * compared);
  const length = lengthOf(mask);
  if (length !== undefined) return String(length);
  const view = new DataView(mask.buffer, mask.byteOffset, mask.length);
  return mask.length === 4 ? decodeIpv4(view, 0) : decodeIpv6(view, 0);
}
