/** The format that this version writes, and the newest that it reads. */
export const FORMAT_VERSION = 1;

/** What a file begins with: `nltrace` and a line feed. */
export const MAGIC: Uint8Array = new TextEncoder().encode("nltrace\n");

/** A message as it stands in a file: behind its length as a varint. */
export function frameMessage(message: Uint8Array): Uint8Array {
  const length: number[] = [];
  let rest = message.length;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) length.push((rest % 0x80) | 0x80);
  length.push(rest);
  const framed = new Uint8Array(length.length + message.length);
  framed.set(length);
  framed.set(message, length.length);
  return framed;
}

/** Several pieces of a file in one. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
