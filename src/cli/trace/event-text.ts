import { formatMessage, formatObject, protocolName } from "../../netlink/describe/index.ts";
import type { Event } from "../../netlink/trace/index.ts";
import { errnoName } from "../../netlink/uapi/errno.ts";
import { AF_NETLINK } from "../../netlink/uapi/socket.ts";
import type { DescribedEvent } from "./describe-events.ts";
import { fileToText } from "./file-text.ts";
import { plainMessage } from "./plain-message.ts";
import { textOf } from "./text-of.ts";

const ARROWS = { sent: "→", received: "←" } as const;

/** An event in the manner of strace: a line for each message of a datagram, one for anything else that tells of the run. */
export function eventToText(described: DescribedEvent): readonly string[] {
  const { event } = described.event;
  switch (event.case) {
    case "sent":
    case "received":
      return datagramLines(described, false);
    case "socketOpened": {
      const { domain, protocol, namespace, result } = event.value;
      const kind = domain === AF_NETLINK ? protocolName(protocol) : `domain ${domain}`;
      return [
        `socket ${kind}${namespace === "" ? "" : ` in ${namespace}`} = ${result < 0 ? errnoName(-result) : result}`,
      ];
    }
    case "file": {
      const line = fileToText(event.value);
      return line === undefined ? [] : [line];
    }
    case "namespaceEntered":
      return [`setns ${event.value.path}${event.value.result < 0 ? ` = ${errnoName(-event.value.result)}` : ""}`];
    case "input":
      return [`stdin ${textOf(event.value.bytes)}`];
    case "programExecuted": {
      const { path, exitCode, output, errorMessage } = event.value;
      return [errorMessage === "" ? `exec ${path} = ${exitCode} ${textOf(output)}` : `exec ${path}: ${errorMessage}`];
    }
    case "outcome":
      return outcomeLines(event.value);
    default:
      // Polls, options, the clock, random bytes: they say little of a run.
      return [];
  }
}

/** The same with every event and all that it holds. */
export function eventToVerboseText(described: DescribedEvent): readonly string[] {
  const { case: kind, value } = described.event.event;
  if (kind === "sent" || kind === "received") return datagramLines(described, true);
  return kind === undefined ? [] : [`${kind} ${formatObject(plainMessage(value), { verbose: true })}`.trimEnd()];
}

function datagramLines({ event, protocol, messages = [] }: DescribedEvent, verbose: boolean): readonly string[] {
  const { case: kind, value } = event.event;
  if (kind !== "sent" && kind !== "received") return [];
  const socket = value.descriptor < 0 ? "" : `${value.descriptor} `;
  const head = `${ARROWS[kind]} ${socket}${protocol?.replace("NETLINK_", "") ?? "unknown protocol"}`;
  if (value.result < 0) return [`${head} ${errnoName(-value.result)}`];
  return messages.map((message) => `${head} ${formatMessage(message, { verbose })}`);
}

function outcomeLines({
  exitCode,
  output,
  errorOutput,
}: Extract<Event["event"], { case: "outcome" }>["value"]): string[] {
  const lines = [`exit ${exitCode}`];
  if (output.length > 0) lines.unshift(`stdout ${textOf(output)}`);
  if (errorOutput.length > 0) lines.unshift(`stderr ${textOf(errorOutput)}`);
  return lines;
}
