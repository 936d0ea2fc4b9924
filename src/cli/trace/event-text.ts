import { formatMessage, formatObject, protocolName } from "../../netlink/describe/index.ts";
import type { Event } from "../../netlink/trace/index.ts";
import { errnoName } from "../../netlink/uapi/errno.ts";
import type { DescribedEvent } from "./describe-events.ts";

interface TextOptions {
  readonly verbose: boolean;
}

/** What says little of a run. */
const MINOR: ReadonlySet<Event["event"]["case"]> = new Set(["polled", "clock", "random", "optionSet", "socketBound"]);

/** Members that are text to people, although they are bytes. */
const TEXT = ["data", "output", "errorOutput", "input", "bytes"];

const ARROWS = { sent: "→", received: "←" } as const;

/** An event in the manner of strace: a line for each message of a datagram, one for anything else. */
export function eventToText({ event, protocol, messages }: DescribedEvent, { verbose }: TextOptions): string[] {
  const { case: kind, value } = event.event;
  if (kind === "sent" || kind === "received") {
    const head = `${ARROWS[kind]} ${value.descriptor < 0 ? "" : `${value.descriptor} `}${protocol ?? "unknown protocol"}`;
    if (value.result < 0) return [`${head} ${failure(value.result)}`];
    return (messages ?? []).map((message) => `${head.replace("NETLINK_", "")} ${formatMessage(message, { verbose })}`);
  }
  if (kind === "socketOpened") {
    const { domain: _, type: __, protocol: number, ...rest } = value;
    return [`socket ${protocolName(number)} ${formatObject(readable(rest), { verbose })}`];
  }
  if (kind === undefined || (MINOR.has(kind) && !verbose)) return [];
  return [`${kind} ${formatObject(readable(value), { verbose })}`.trimEnd()];
}

function readable(value: object): object {
  const members = Object.entries(value).filter(([key]) => !key.startsWith("$"));
  return Object.fromEntries(
    members.map(([key, member]) => {
      if (key === "result" && Number(member) < 0) return [key, failure(Number(member))];
      if (TEXT.includes(key) && member instanceof Uint8Array) return [key, asText(member)];
      return [key, Array.isArray(member) && member.length === 0 ? undefined : member];
    }),
  );
}

function failure(result: number): string {
  return errnoName(-result);
}

function asText(bytes: Uint8Array): string | Uint8Array {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return bytes;
  }
}
