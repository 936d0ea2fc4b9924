import type { Event } from "../../netlink/trace/index.ts";
import { errnoName } from "../../netlink/uapi/errno.ts";
import { textOf } from "./text-of.ts";

type FileCall = Extract<Event["event"], { case: "file" }>["value"];

/** Calls that only look or tidy up; they say something when they fail. */
const MINOR = new Set(["statfs", "stat", "lstat", "fstat", "close", "fsync"]);

/** A call as strace would print it: `open /proc/sys/net/ipv4/ip_forward O_WRONLY = 8`, `write 8 "1"`. */
export function fileToText(call: FileCall): string | undefined {
  const { operation, path, descriptor, destination, flags, data, names, target, result } = call;
  const failed = result < 0n;
  if (MINOR.has(operation) && !failed) return undefined;
  const words = [operation, path === "" ? String(descriptor ?? "") : path];
  if (destination !== "") words.push(destination);
  if (flags.length > 0) words.push(flags.join("|"));
  if (data.length > 0) words.push(textOf(data));
  if (names.length > 0) words.push(names.join(" "));
  if (target !== "") words.push(target);
  if (failed) words.push(`= ${errnoName(Number(-result))}`);
  else if (operation === "open") words.push(`= ${result}`);
  return words.join(" ");
}
