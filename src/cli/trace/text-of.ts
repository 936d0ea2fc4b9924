import { hexText } from "../../netlink/describe/index.ts";

const SHORT_LENGTH = 120;

/** Bytes that are text, quoted; others in hexadecimal. What is long is cut. */
export function textOf(bytes: Uint8Array): string {
  const text = decode(bytes);
  return text.length <= SHORT_LENGTH ? text : `${text.slice(0, SHORT_LENGTH - 1)}…`;
}

function decode(bytes: Uint8Array): string {
  try {
    return JSON.stringify(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return `0x${hexText(bytes)}`;
  }
}
