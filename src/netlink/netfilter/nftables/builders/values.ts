import { ipAddressToBytes, parseIpAddress } from "../../../../addr/ip-address.ts";
import { HOST_LITTLE_ENDIAN } from "../../../wire/byte-order.ts";
import { WireError } from "../../../wire/codec.ts";

/** A number of 16 bits as it stands in a packet. @throws {WireError} */
export function be16Value(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff) {
    throw new WireError(`expected an integer from 0 to 65535, got ${String(value)}`);
  }
  return new Uint8Array([value >> 8, value & 0xff]);
}

/** A number of 32 bits as the kernel has it: marks, indexes, bits of states. @throws {WireError} */
export function hostU32Value(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw new WireError(`expected an integer from 0 to 4294967295, got ${String(value)}`);
  }
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, HOST_LITTLE_ENDIAN);
  return bytes;
}

/** An address as it stands in a packet. @throws {WireError} where it is of the other family, {@link AddressError} where it is none */
export function addressValue(text: string, family: 4 | 6): Uint8Array {
  const address = parseIpAddress(text);
  if (address.family !== family) throw new WireError(`expected an address of IPv${family}, got ${text}`);
  return ipAddressToBytes(address);
}

/** A name of a link, padded to the width of a register's load. */
export function ifnameValue(name: string): Uint8Array {
  const bytes = new Uint8Array(16);
  const { read, written } = new TextEncoder().encodeInto(name, bytes);
  // The last byte ends it.
  if (read < name.length || written > 15) throw new WireError(`${JSON.stringify(name)} is too long for a link's name`);
  return bytes;
}
