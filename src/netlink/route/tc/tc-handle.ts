import { TC_H_CLSACT, TC_H_INGRESS, TC_H_MIN_MASK, TC_H_ROOT, TC_H_UNSPEC } from "../../uapi/pkt_sched.ts";
import { WireError } from "../../wire/codec.ts";

const NAMES: Readonly<Record<string, number>> = {
  root: TC_H_ROOT,
  none: TC_H_UNSPEC,
  ingress: TC_H_INGRESS,
  clsact: TC_H_CLSACT,
};

const HANDLE = /^([0-9a-f]{0,4}):([0-9a-f]{0,4})$/i;

/**
 * The number of a handle in the words of `tc`: `1:`, `1:10`, `ffff:fff1` (both parts hexadecimal), `root`, `none`,
 * `ingress`, `clsact`.
 * @throws {WireError} where the text is no handle
 */
export function parseTcHandle(text: string): number {
  if (Object.hasOwn(NAMES, text)) return NAMES[text] as number;
  const [, major, minor] = HANDLE.exec(text) ?? [];
  if (major === undefined || minor === undefined) {
    throw new WireError(`expected a handle such as 1:10, got ${JSON.stringify(text)}`);
  }
  return ((Number.parseInt(major || "0", 16) << 16) | Number.parseInt(minor || "0", 16)) >>> 0;
}

/** A handle as `tc` prints it: `1:`, `1:10`, `:10`, `root`, `none`. */
export function formatTcHandle(handle: number): string {
  if (handle === TC_H_ROOT) return "root";
  if (handle === TC_H_UNSPEC) return "none";
  const [major, minor] = [handle >>> 16, handle & TC_H_MIN_MASK];
  if (major === 0) return `:${minor.toString(16)}`;
  return `${major.toString(16)}:${minor === 0 ? "" : minor.toString(16)}`;
}
