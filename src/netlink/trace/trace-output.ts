import { fs } from "../../machine.ts";
import { Writer } from "../wire/writer.ts";
import type { EventKind, EventMembers, HeaderMembers } from "./event-layout.ts";
import { encodeEvent, encodeHeader, writeVarint } from "./message-writer.ts";
import { MAGIC } from "./trace-frame.ts";

/** Written at once when there is so much. */
const FLUSH_BYTES = 64 * 1024;

/** A trace being written. What goes wrong with it is told once, and never to the program that is recorded. */
export interface TraceOutput {
  write<K extends EventKind>(kind: K, members: EventMembers<K>): void;
  /** To be called before what may not return: a process that is killed leaves all that came before. */
  flush(): void;
  close(): void;
}

export interface TraceOutputOptions {
  readonly header: HeaderMembers;
  /** Milliseconds of a clock that only runs forward. */
  now(): number;
  /** The trace ends here: the disk is full, say. */
  onFailure(error: unknown): void;
}

/**
 * Creates the file, which must not be there yet, for its owner alone.
 * @throws the error of open(2)
 */
export function openTraceOutput(path: string, { header, now, onFailure }: TraceOutputOptions): TraceOutput {
  // The files of the machine: what is recorded from now on takes their place.
  const { constants, closeSync, openSync, writeSync } = fs;
  const fd = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  const startedMs = now();
  const pending = new Writer(FLUSH_BYTES / 4);
  let open = true;

  const append = (message: Uint8Array): void => {
    writeVarint(pending, message.length);
    pending.bytes(message);
  };
  pending.bytes(MAGIC);
  append(encodeHeader(header));

  const end = (): void => {
    if (open) closeSync(fd);
    open = false;
  };
  const flush = (): void => {
    if (!open || pending.length === 0) return;
    try {
      for (let rest = pending.finish(); rest.length > 0; ) rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      end();
      onFailure(error);
    }
    pending.truncate(0);
  };
  return {
    write(kind, members) {
      if (!open) return;
      append(encodeEvent(Math.round((now() - startedMs) * 1e6), kind, members));
      if (pending.length >= FLUSH_BYTES) flush();
    },
    flush,
    close() {
      flush();
      end();
    },
  };
}
