import { currentMachine, fs, now, useMachine } from "../../machine.ts";
import { loadLibc, useLibc } from "../socket/load-libc.ts";
import type { EventKind, EventMembers, HeaderMembers } from "./event-layout.ts";
import { recordLibc, type Whereabouts } from "./record-libc.ts";
import { recordMachine } from "./record-machine.ts";
import { openTraceOutput } from "./trace-output.ts";

/** A recording that is under way, until it is disposed of. */
export interface Recording extends Disposable {
  /** Adds what is not a call of the system: how a program ended. */
  write<K extends EventKind>(kind: K, members: EventMembers<K>): void;
  /** Makes calls that are not part of what is recorded. */
  aside<T>(action: () => T): T;
}

export interface RecordOptions {
  /** What is recorded, and by which call; the machine and the time are added. */
  readonly header?: HeaderMembers;
  /** Told when the trace cannot be gone on with. What is recorded is not disturbed by it. */
  onFailure?(error: unknown): void;
}

/**
 * Records into a new file what this process asks of the kernel from now on through this library: sockets, namespaces, files,
 * time and random values. Clients that are open already are not recorded.
 *
 *     using recording = await recordTo("links.nltrace");
 *
 * @throws the error of open(2), EEXIST too; {@link LibcError} where there is no libc
 */
export async function recordTo(path: string, { header, onFailure = () => {} }: RecordOptions = {}): Promise<Recording> {
  const libc = await loadLibc();
  const startedUnixNs = BigInt(Date.now()) * 1_000_000n;
  const started = { startedUnixNs, machine: describeMachine(), ...header };
  const output = openTraceOutput(path, { header: started, now, onFailure });
  const whereabouts: Whereabouts = { paths: new Map(), namespace: "" };
  const recorded = {
    libc: recordLibc(libc, output, whereabouts),
    machine: recordMachine(currentMachine(), output, whereabouts),
  };
  const begin = (): (() => void) => {
    const restore = [useLibc(recorded.libc), useMachine(recorded.machine)];
    return () => {
      for (const each of restore) each();
    };
  };
  let stop = begin();
  return {
    write: output.write,
    aside(action) {
      stop();
      try {
        return action();
      } finally {
        stop = begin();
      }
    },
    [Symbol.dispose]() {
      stop();
      output.close();
    },
  };
}

/** As far as the kernel says: `arch` is there since 6.1. */
function describeMachine(): HeaderMembers["machine"] {
  const read = (name: string): string => {
    try {
      return fs.readFileSync(`/proc/sys/kernel/${name}`, "utf8").trim();
    } catch {
      return "";
    }
  };
  return { system: read("ostype"), kernelRelease: read("osrelease"), architecture: read("arch") };
}
