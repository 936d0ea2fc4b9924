import { create, fromBinary, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import type { GenMessage } from "@bufbuild/protobuf/codegenv2";
import { type Event, EventSchema, type Header, HeaderSchema } from "./gen/netlink_trace_pb.ts";
import { TraceError } from "./trace-error.ts";
import { concat, FORMAT_VERSION, frameMessage, MAGIC } from "./trace-frame.ts";

/** A trace that was read. */
export interface Trace {
  readonly header: Header;
  readonly events: readonly Event[];
  /** What ended the reading before the end of the file: the events are those in front of it. */
  readonly damage: TraceError | undefined;
}

/** What {@link encodeTrace} makes a trace of: messages, or their members in plain objects. */
export interface TraceInit {
  readonly header: MessageInitShape<typeof HeaderSchema>;
  readonly events: readonly MessageInitShape<typeof EventSchema>[];
}

/** The bytes of a `.nltrace` file. `formatVersion` is set. */
export function encodeTrace({ header, events }: TraceInit): Uint8Array {
  return concat([
    MAGIC,
    frameMessage(toBinary(HeaderSchema, { ...create(HeaderSchema, header), formatVersion: FORMAT_VERSION })),
    ...events.map((event) => frameMessage(toBinary(EventSchema, create(EventSchema, event)))),
  ]);
}

/**
 * Reads a `.nltrace` file. What is damaged further on (cut short, changed) is told in `damage`, and what stands before it
 * is given.
 *
 * @throws {TraceError} for bytes that are no trace, are of a newer format, or end before the header does
 */
export function decodeTrace(file: Uint8Array): Trace {
  // A Buffer's slices share its memory, and so would the members of events.
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  if (MAGIC.some((byte, index) => bytes[index] !== byte)) {
    throw new TraceError("foreign", 0, { reason: "no trace: it does not begin with `nltrace`" });
  }
  const first = readFrame(bytes, MAGIC.length);
  const header = decodeMessage(HeaderSchema, first);
  if (header.formatVersion === 0) {
    throw new TraceError("malformed", first.start, { reason: "a header without a format version" });
  }
  if (header.formatVersion > FORMAT_VERSION) {
    const reason = `format version ${header.formatVersion}; this program reads up to ${FORMAT_VERSION}`;
    throw new TraceError("newer", first.start, { reason });
  }
  const events: Event[] = [];
  try {
    for (let at = first.end; at < bytes.length; ) {
      const frame = readFrame(bytes, at);
      events.push(decodeMessage(EventSchema, frame));
      at = frame.end;
    }
  } catch (error) {
    if (error instanceof TraceError) return { header, events, damage: error };
    throw error;
  }
  return { header, events, damage: undefined };
}

/** One message of the file: its bytes, and where they are. */
interface MessageFrame {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** Bits of a varint that a length may have: a file is no larger than 4 GiB. */
const MAX_LENGTH_BITS = 32;

function readFrame(bytes: Uint8Array, at: number): MessageFrame {
  let length = 0;
  for (let start = at, shift = 0; ; shift += 7) {
    const byte = bytes[start++];
    if (byte === undefined) throw new TraceError("truncated", at, { reason: "the file ends within a length" });
    if (shift >= MAX_LENGTH_BITS) throw new TraceError("malformed", at, { reason: "a length of more than 32 bits" });
    length += (byte & 0x7f) * 2 ** shift;
    if (byte >= 0x80) continue;
    const end = start + length;
    if (end <= bytes.length) return { bytes: bytes.subarray(start, end), start, end };
    const reason = `a message of ${length} bytes, and the file has ${bytes.length - start} more`;
    throw new TraceError("truncated", at, { reason });
  }
}

function decodeMessage<T extends Event | Header>(schema: GenMessage<T>, { bytes, start }: MessageFrame): T {
  try {
    return fromBinary(schema, bytes) as unknown as T;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new TraceError("malformed", start, { reason: `no ${schema.name}: ${why}`, cause });
  }
}
