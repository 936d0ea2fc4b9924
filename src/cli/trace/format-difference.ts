import type { JsonValue } from "../../netlink/describe/index.ts";
import { describeDatagram, protocolName, toJson } from "../../netlink/describe/index.ts";
import type { Event } from "../../netlink/trace/gen/netlink_trace_pb.ts";
import type { ReplayDifference } from "../../netlink/trace/replay-difference.ts";

/** One side of a difference: paths and their values, in order. */
type Lines = ReadonlyMap<string, string>;

const WIDTH = 56;

/**
 * The two sides of a difference next to each other, one line a member, and the first path that differs above them.
 * @param events those of the trace: they say which protocol a socket has
 */
export function formatDifference(difference: ReplayDifference, events: readonly Event[]): string {
  const { index, recorded, actual } = difference;
  const before = events.slice(0, index);
  const was = describe(recorded?.event.case, recorded?.event.value, before);
  const is = describe(actual?.kind, actual?.asked, before);
  // The recorded side has what was answered as well; that nobody asked for it is no difference.
  const paths = [...new Set([...was.keys(), ...is.keys()])];
  const shown = actual === undefined || recorded?.event.case !== actual.kind ? paths : paths.filter(isAsked(is, was));
  const first = shown.find((path) => was.get(path) !== is.get(path));
  const line = (path: string): string => {
    const [left = "-", right = "-"] = [was.get(path), is.get(path)];
    return `${left === right ? " " : "!"} ${cut(path, 40)} ${cut(left, WIDTH)} ${right}`.trimEnd();
  };
  return [
    `differs at event ${index}${first === undefined ? "" : `, ${first}`}`,
    `  ${cut("", 40)} ${cut("recorded", WIDTH)} now`,
    ...shown.map(line),
    "",
  ].join("\n");
}

/** Members that were compared: all of a datagram, and of other calls those that were asked. */
const isAsked =
  (is: Lines, was: Lines) =>
  (path: string): boolean =>
    is.has(path) || (path.startsWith("messages") && was.has(path));

const cut = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);

function describe(kind: string | undefined, value: object | undefined, events: readonly Event[]): Lines {
  const lines = new Map<string, string>([["event", kind ?? "none"]]);
  const { bytes, descriptor, ...rest } = (value ?? {}) as { bytes?: Uint8Array; descriptor?: number };
  if ((kind === "sent" || kind === "received") && bytes !== undefined) {
    const protocol = protocolOf(descriptor ?? -1, events);
    lines.set("socket", `${descriptor} ${protocolName(protocol)}`);
    const messages = describeDatagram(protocol, bytes).map(({ offset: _, length: __, ...message }) => message);
    flatten("messages", toJson(messages), lines);
    return lines;
  }
  flatten("", toJson(textOf({ bytes, descriptor, ...rest })), lines);
  return lines;
}

/** Outputs are text, other bytes are not. */
function textOf(members: object): object {
  const decoder = new TextDecoder();
  const entries = Object.entries(members).flatMap(([name, value]) => {
    if (value === undefined || name.startsWith("$")) return [];
    const isText = ["output", "errorOutput", "data"].includes(name) && value instanceof Uint8Array;
    return [[name, isText ? decoder.decode(value) : value] as const];
  });
  return Object.fromEntries(entries);
}

function protocolOf(descriptor: number, events: readonly Event[]): number {
  for (const { event } of events.toReversed()) {
    if (event.case === "socketOpened" && event.value.result === descriptor) return event.value.protocol;
  }
  return -1;
}

function flatten(path: string, value: JsonValue, lines: Map<string, string>): void {
  if (typeof value !== "object" || value === null) {
    lines.set(path, JSON.stringify(value));
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    const step = Array.isArray(value) ? `[${name}]` : path === "" ? name : `.${name}`;
    flatten(`${path}${step}`, member, lines);
  }
}
