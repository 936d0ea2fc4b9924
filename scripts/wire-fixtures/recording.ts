import { spawnSync } from "node:child_process";
import { release } from "node:os";
import { NLM_F_DUMP, NLM_F_MULTI, NLMSG_HDRLEN } from "../../src/netlink/uapi/netlink.ts";
import { TypedError } from "../../src/typed-error.ts";
import { captureNetlink } from "../wire-capture.ts";
import { annotateMessage, type MessageLayout } from "./annotate.ts";

/** Becomes one file: commands that prepare the namespace, the one that is recorded, and one that shows its effect. */
export interface Recording {
  readonly name: string;
  /** Recorded under the second kernel: the first lacks what it needs. */
  readonly second?: true;
  /** Beyond {@link baseSetup}; `-n NETNS` is added to `ip`, `bridge` and `tc`. */
  readonly setup?: readonly string[];
  /** What cannot be set up with the tools at hand: done with this library, and told in these words. */
  readonly prepare?: { readonly words: string; readonly run: (netns: string) => Promise<void> };
  /** The program whose request is kept. */
  readonly command?: string;
  /** The program whose dump or get, its replies, and what was printed of them are kept. */
  readonly show?: string;
}

/** A command that a fixture needs failed. */
export class RecordingError extends TypedError {
  readonly code = "ERR_RECORDING";
}

/** Index 1 is `lo`, 2 `v1`, 3 `v0`. Without addresses that the kernel makes up. */
const baseSetup = [
  "ip link add v0 address 02:00:00:00:00:a0 type veth peer name v1 address 02:00:00:00:00:b0",
  "ip link set v0 addrgenmode none",
  "ip link set v1 addrgenmode none",
  "ip link set lo up",
  "ip link set v0 up",
  "ip link set v1 up",
];

/** Carries a recording out in a namespace of its own. @throws {RecordingError} where kernel or tools cannot do it */
export async function record(layout: MessageLayout, recording: Recording): Promise<object> {
  const { name, setup = [], prepare, command, show } = recording;
  const netns = `wire-fixtures-${process.pid}`;
  run(["ip", "netns", "add", netns]);
  try {
    for (const line of [...baseSetup, ...setup]) run(inNamespace(netns, line));
    await prepare?.run(`/run/netns/${netns}`);
    const program = /^(tc|conntrack) /.exec(command ?? show ?? "")?.[1] ?? "ip";
    const tool = run([program, "-V"]).trim();
    return {
      name,
      kernel: release(),
      tool,
      setup,
      ...(prepare === undefined ? {} : { prepare: prepare.words }),
      ...(command === undefined ? {} : recordCommand(layout, { netns, command })),
      ...(show === undefined ? {} : { show: recordShow(layout, { netns, command: show }) }),
    };
  } finally {
    run(["ip", "netns", "delete", netns]);
  }
}

interface Recorded {
  readonly netns: string;
  readonly command: string;
}

function recordCommand(layout: MessageLayout, { netns, command }: Recorded): object {
  const { sent, status, stderr } = captureNetlink(inNamespace(netns, command));
  if (status !== 0) throw new RecordingError(`${command}: ${stderr.trim()}`);
  const request = sent.filter((message) => belongs(layout, message)).at(-1) ?? new Uint8Array();
  return { command, request: annotateMessage(layout, request) };
}

function recordShow(layout: MessageLayout, { netns, command }: Recorded): object {
  const { sent, received, stdout, status, stderr } = captureNetlink(inNamespace(netns, command));
  if (status !== 0) throw new RecordingError(`${command}: ${stderr.trim()}`);
  const requests = sent.filter((message) => belongs(layout, message));
  const dump = requests.find((message) => (flagsOf(message) & NLM_F_DUMP) === NLM_F_DUMP);
  const request = dump ?? requests.at(-1) ?? new Uint8Array();
  // `ip netns list-id` asks more of each id that the dump named.
  const replies = received.filter(
    (message) => belongs(layout, message) && (dump === undefined || (flagsOf(message) & NLM_F_MULTI) !== 0),
  );
  return {
    command,
    request: annotateMessage(layout, request),
    replies: replies.map((reply) => annotateMessage(layout, reply)),
    printed: stdout.startsWith("[") ? JSON.parse(stdout) : stdout.trim(),
  };
}

function flagsOf(message: Uint8Array): number {
  return new DataView(message.buffer, message.byteOffset).getUint16(6, true);
}

/** Dumps of `ip` are padded with zeros to the size of its own struct, which reads as empty messages. */
function belongs({ firstType }: MessageLayout, message: Uint8Array): boolean {
  if (message.length < NLMSG_HDRLEN) return false;
  const type = new DataView(message.buffer, message.byteOffset).getUint16(4, true);
  return type >= firstType && type <= firstType + 2;
}

function inNamespace(netns: string, line: string): string[] {
  const [program = "", ...rest] = line.split(" ");
  return ["ip", "bridge", "tc"].includes(program)
    ? [program, "-n", netns, ...rest]
    : ["ip", "netns", "exec", netns, program, ...rest];
}

/** Runs a command and returns what it prints. @throws {RecordingError} where it fails */
export function run([program = "", ...rest]: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, rest, { encoding: "utf8" });
  if (status !== 0) throw new RecordingError(`${program} ${rest.join(" ")}: ${stderr.trim()}`);
  return stdout;
}
