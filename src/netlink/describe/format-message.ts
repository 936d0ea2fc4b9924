import { memberWords } from "./member-words.ts";
import type { MessageDescription } from "./message-description.ts";
import { hexText, toJson } from "./to-json.ts";

export interface FormatOptions {
  /** Also what is zero or empty, all of what is long, and numbers as they came instead of words. */
  readonly verbose?: boolean;
}

/** Beyond this, bytes are cut in the short form. */
const SHORT_BYTES = 16;
const SHORT_LENGTH = 200;

/**
 * A message in one line: `RTM_NEWLINK seq 3 REQUEST|ACK flags=UP ifname="eth0" linkinfo={kind="veth"}`. Flags are
 * without their NLM_F_, and a rule is in the words of nft or iptables.
 */
export function formatMessage(message: MessageDescription, { verbose = false }: FormatOptions = {}): string {
  const { name, seq, pid, flags, body, bytes, outcome, problem } = message;
  const parts = [name, `seq ${seq}`];
  if (verbose) parts.push(`pid ${pid}`);
  if (flags.length > 0) parts.push(flags.map((flag) => flag.replace(/^NLM_F_/, "")).join("|"));
  if (outcome !== undefined) parts.push(outcome.request === undefined ? "" : `${outcome.request}:`, outcome.text);
  if (body !== undefined) parts.push(formatMembers(body, verbose, verbose ? {} : memberWords(name, body)));
  if (bytes !== undefined && bytes.length > 0) parts.push(formatBytes(bytes, verbose));
  if (problem !== undefined) parts.push(`(${problem})`);
  const line = parts.filter((part) => part !== "").join(" ");
  return verbose ? line : shorten(line);
}

/** Any object in the same manner: `operation="open" path="/proc/sys/net" result=5`. */
export function formatObject(object: object, { verbose = false }: FormatOptions = {}): string {
  const line = formatMembers(object, verbose);
  return verbose ? line : shorten(line);
}

function shorten(line: string): string {
  return line.length <= SHORT_LENGTH ? line : `${line.slice(0, SHORT_LENGTH - 1)}…`;
}

/** `ifname="eth0" linkinfo={kind="veth" data=0x01}` */
function formatMembers(body: object, verbose: boolean, words: Readonly<Record<string, string>> = {}): string {
  return Object.entries(body)
    .filter(([key, value]) => value !== undefined && (verbose || !isEmpty(words[key] ?? value)))
    .map(([key, value]) => `${key}=${words[key] ?? formatValue(value, verbose)}`)
    .join(" ");
}

/** Members that a struct has and nobody set. */
function isEmpty(value: unknown): boolean {
  return value === 0 || value === 0n || value === "";
}

function formatValue(value: unknown, verbose: boolean): string {
  if (value instanceof Uint8Array) return formatBytes(value, verbose);
  if (Array.isArray(value)) return `[${value.map((item) => formatValue(item, verbose)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(toJson(value));
  if (isRaw(value)) return formatBytes(value.bytes, verbose);
  return `{${formatMembers(value, verbose)}}`;
}

/** An attribute that no table knows; its flags are of no interest to people. */
function isRaw(value: object): value is { bytes: Uint8Array } {
  return "flags" in value && "bytes" in value && value.bytes instanceof Uint8Array;
}

function formatBytes(bytes: Uint8Array, verbose: boolean): string {
  if (verbose || bytes.length <= SHORT_BYTES) return `0x${hexText(bytes)}`;
  return `0x${hexText(bytes.subarray(0, SHORT_BYTES))}… (${bytes.length} bytes)`;
}
