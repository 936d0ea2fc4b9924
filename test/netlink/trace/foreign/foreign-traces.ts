import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Describe, describer, type MessageDescription } from "../../../../src/netlink/describe/index.ts";
import { decodeTrace, followSockets, type Trace } from "../../../../src/netlink/trace/index.ts";
import { projectRoot } from "../../bun.ts";

/** A message of a recording. */
export interface TracedMessage {
  readonly protocol: number;
  readonly direction: "sent" | "received";
  /** The namespace that its socket belongs to: the path of the container's, empty for the host's. */
  readonly namespace: string;
  readonly message: MessageDescription;
  /** As it came, without padding behind it. */
  readonly bytes: Uint8Array;
}

/** Every message of a trace, in order. */
export function messagesOf({ events }: Pick<Trace, "events">): readonly TracedMessage[] {
  const sockets = followSockets();
  const describers = new Map<number, { readonly describe: Describe; readonly namespace: string }>();
  return events.flatMap((each) => {
    const protocol = sockets.follow(each);
    const { case: direction, value } = each.event;
    if (direction === "socketOpened") {
      describers.set(value.result, { describe: describer(value.protocol), namespace: value.namespace });
    }
    if (protocol === undefined || (direction !== "sent" && direction !== "received")) return [];
    const socket = describers.get(value.descriptor);
    return (socket?.describe(value.bytes) ?? []).map((message) => ({
      protocol,
      direction,
      namespace: socket?.namespace ?? "",
      message,
      bytes: value.bytes.slice(message.offset, message.offset + message.length),
    }));
  });
}

/** The recordings of programs that are not this project's, by name. */
export function readForeignTraces(): ReadonlyMap<string, Trace> {
  const folder = join(projectRoot(), "fixtures/traces/foreign");
  const files = readdirSync(folder).filter((file) => file.endsWith(".nltrace"));
  return new Map(
    files.sort().map((file) => [file.slice(0, -".nltrace".length), decodeTrace(readFileSync(join(folder, file)))]),
  );
}
