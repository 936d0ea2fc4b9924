import { type JsonValue, toJson } from "../../netlink/describe/index.ts";
import type { Header, Trace } from "../../netlink/trace/index.ts";
import { type DescribedEvent, describeEvents } from "./describe-events.ts";
import { eventToText, eventToVerboseText } from "./event-text.ts";
import { plainMessage } from "./plain-message.ts";

/** A recording for people: its header, then a line for each message and whatever else steered the run. */
export function traceToText(trace: Trace, { verbose = false }: { verbose?: boolean | undefined } = {}): string {
  const lines = [...headerLines(trace.header)];
  for (const described of describeEvents(trace.events)) {
    const time = formatSeconds(described.event.timeNs);
    for (const line of verbose ? eventToVerboseText(described) : eventToText(described)) lines.push(`${time}  ${line}`);
  }
  return lines.map((line) => `${line}\n`).join("");
}

/** One JSON object a line: the header, then the events. */
export function traceToJsonLines(trace: Trace): string {
  const objects = [plain(trace.header), ...[...describeEvents(trace.events)].map(eventToJson)];
  return objects.map((object) => `${JSON.stringify(object)}\n`).join("");
}

function* headerLines({
  program,
  programVersion,
  machine,
  environment,
  startedUnixNs,
  notes,
}: Header): Generator<string> {
  const facts = [
    [program, programVersion].join(" ").trim(),
    [machine?.system, machine?.kernelRelease, machine?.architecture].join(" ").trim(),
    new Date(Number(startedUnixNs / 1_000_000n)).toISOString(),
  ];
  yield `# ${facts.filter((fact) => fact !== "").join(", ")}`;
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  if (variables.length > 0) yield `# ${variables.sort().join(" ")}`;
  for (const note of notes) yield `# ${note}`;
}

/** `0.001234`: seconds since the recording began. */
function formatSeconds(timeNs: bigint): string {
  const micros = String(timeNs / 1000n).padStart(7, "0");
  return `${micros.slice(0, -6)}.${micros.slice(-6)}`;
}

function eventToJson({ event, protocol, messages }: DescribedEvent): JsonValue {
  const { timeNs } = event;
  const { case: kind, value } = event.event;
  const described = messages === undefined ? {} : { protocol: protocol ?? null, messages: toJson(messages) };
  return { timeNs: toJson(timeNs), event: kind ?? "unknown", ...plain(value), ...described };
}

function plain(message: object | undefined): { [key: string]: JsonValue } {
  return toJson(plainMessage(message)) as { [key: string]: JsonValue };
}
