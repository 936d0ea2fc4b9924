import { type Codec, type DecodeContext, WireError } from "../../src/netlink/wire/codec.ts";
import { Writer } from "../../src/netlink/wire/writer.ts";

/** Bytes of hex text; spaces count for nothing. The expectations are those of a little-endian machine. */
export function hex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replaceAll(/\s+/g, ""), "hex"));
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

/** A view whose payload does not start at its buffer's start, as in every datagram. */
export function viewOf(bytes: Uint8Array, before = 3): DataView {
  const room = new Uint8Array(before + bytes.length + 5).fill(0xee);
  room.set(bytes, before);
  return new DataView(room.buffer, before, bytes.length);
}

export function context(): DecodeContext {
  return { path: [], issues: [] };
}

export function decodeWith<T>(codec: Codec<T>, bytes: Uint8Array, into: DecodeContext = context()): T {
  return codec.decode(viewOf(bytes), 0, bytes.length, into);
}

export function encodeWith<T>(codec: Codec<T>, value: T): Uint8Array {
  const writer = new Writer(1);
  codec.encode(writer, value);
  return writer.finish().slice();
}

/** The reason of the {@link WireError} that `action` throws; anything else it throws comes out. */
export function refusal(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof WireError) return error.message;
    throw error;
  }
}
