import { type Codec, WireError } from "./codec.ts";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** Bytes of the text in UTF-8. */
export function utf8Length(text: string): number {
  return encoder.encode(text).length;
}

/** The text of `[start, end)` up to its first NUL. @throws {WireError} where it is not UTF-8. */
export function decodeText(view: DataView, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at++) {
    const byte = view.getUint8(at);
    if (byte === 0) return text;
    if (byte >= 0x80) return decodeUtf8(view, start, end);
    text += String.fromCharCode(byte);
  }
  return text;
}

function decodeUtf8(view: DataView, start: number, end: number): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + start, end - start);
  const nul = bytes.indexOf(0);
  try {
    return decoder.decode(nul < 0 ? bytes : bytes.subarray(0, nul));
  } catch {
    throw new WireError("not valid UTF-8");
  }
}

/**
 * NUL-terminated text (NLA_NUL_STRING). Read with or without the NUL, as old kernels leave it out; written with it.
 * @param maxLength longest text in bytes, NUL not counted (IFNAMSIZ-1 for names).
 */
export function str(maxLength = 0xfff0): Codec<string> {
  return {
    typeName: "string",
    decode: decodeText,
    encode(writer, value) {
      if (typeof value !== "string")
        throw new WireError(`expected a string, got ${String(value)}`, writer.path.slice());
      const bytes = encoder.encode(value);
      if (bytes.includes(0)) throw new WireError("text contains a NUL character", writer.path.slice());
      if (bytes.length > maxLength) {
        throw new WireError(`"${value}" is ${bytes.length} bytes long, at most ${maxLength} fit`, writer.path.slice());
      }
      writer.bytes(bytes);
      writer.u8(0);
    },
  };
}

/**
 * Text whose length the kernel takes as it comes (NLA_STRING without NUL), such as IFLA_IFALIAS, where no bytes at all
 * mean "none". Read with or without the NUL.
 */
export function unterminated(maxLength: number): Codec<string> {
  const terminated = str(maxLength);
  return {
    ...terminated,
    encode(writer, value) {
      terminated.encode(writer, value);
      writer.truncate(writer.length - 1);
    },
  };
}

/** Bytes as they are; `size` where the kernel insists on one. */
export function bytes(size?: number): Codec<Uint8Array> {
  return {
    typeName: "binary",
    decode(view, start, end) {
      if (size !== undefined && end - start !== size) {
        throw new WireError(`expected ${size} bytes, got ${end - start}`);
      }
      return new Uint8Array(view.buffer, view.byteOffset + start, end - start).slice();
    },
    encode(writer, value) {
      if (!(value instanceof Uint8Array)) throw new WireError("expected a Uint8Array", writer.path.slice());
      if (size !== undefined && value.length !== size) {
        throw new WireError(`expected ${size} bytes, got ${value.length}`, writer.path.slice());
      }
      writer.bytes(value);
    },
  };
}
