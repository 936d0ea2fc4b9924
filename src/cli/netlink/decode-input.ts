import { UsageError } from "../usage-error.ts";

/** How datagrams are written down. */
export const inputFormats = ["hex", "base64", "binary"] as const;

export type InputFormat = (typeof inputFormats)[number];

/** `0c:00 0x0d,0e`: digits by pairs, whatever of this stands between. */
const HEX = /^(?:0x)?[0-9a-f]{2}(?:[\s:,]*(?:0x)?[0-9a-f]{2})*$/i;
/** Without white space. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Text of hexadecimal digits is hex, other text that can be base64 is that; everything else is the bytes themselves. */
function guessFormat(text: string, packed: string): InputFormat {
  if (HEX.test(text)) return "hex";
  return BASE64.test(packed) ? "base64" : "binary";
}

/**
 * The bytes that a file holds, in whichever way they are written down.
 * @throws {UsageError} where they are not written in the format that is asked for
 */
export function readDatagrams(file: Uint8Array, format?: InputFormat): Uint8Array {
  const text = new TextDecoder("latin1").decode(file).trim();
  const packed = text.replaceAll(/\s/g, "");
  const chosen = format ?? guessFormat(text, packed);
  if (chosen === "binary") return file;
  if (!(chosen === "hex" ? HEX.test(text) : BASE64.test(packed))) {
    throw new UsageError(`not ${chosen}: ${JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)}`);
  }
  if (chosen === "base64") return Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const pairs = text.replaceAll(/0x|[\s:,]/gi, "").match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}
