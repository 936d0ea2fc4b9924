import type { FileSystem } from "../../machine.ts";
import { fileError } from "../socket/file-error.ts";
import { makeStats, S_IFDIR, S_IFREG } from "../socket/statx.ts";
import { ENOENT } from "../uapi/errno.ts";
import type { EventMembers } from "./event-layout.ts";
import type { FileCall } from "./gen/netlink_trace_pb.ts";

/** The calls of `node:fs` that are recorded, by their names there. */
export type FileOperationName = Exclude<keyof FileSystem, "constants">;

type Arguments = readonly unknown[];
type FileMembers = Omit<EventMembers<"file">, "operation">;

/** One call of `node:fs` as an event: what was asked, what was told, and the told as the call gives it. */
interface FileOperation {
  ask(args: Arguments, constants: FileSystem["constants"]): FileMembers;
  tell?(value: unknown, args: Arguments): FileMembers;
  give?(call: FileCall, args: Arguments): unknown;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const bytesOf = (data: unknown): Uint8Array => (typeof data === "string" ? encoder.encode(data) : (data as Uint8Array));

/** What a call is about: a path or a descriptor. */
const subject = ([file]: Arguments): FileMembers =>
  typeof file === "number" ? { descriptor: file } : { path: String(file) };

const twoPaths = ([path, destination]: Arguments): FileMembers => ({
  path: String(path),
  destination: String(destination),
});

const written = ([file, data]: Arguments): FileMembers => ({ ...subject([file]), data: bytesOf(data) });

const FLAGS = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_EXCL", "O_NONBLOCK", "O_DIRECTORY", "O_NOFOLLOW"] as const;

/** Machines differ in the numbers. */
function flagWords(flags: unknown, constants: Partial<Record<string, number>>): string[] {
  const bits = typeof flags === "number" ? flags : 0;
  const words = FLAGS.filter((name) => (bits & (constants[name] ?? 0)) !== 0);
  return words.some((word) => word === "O_WRONLY" || word === "O_RDWR") ? words : ["O_RDONLY", ...words];
}

interface StatOptions {
  readonly bigint?: boolean;
}

interface StatValue {
  readonly dev: number | bigint;
  readonly ino: number | bigint;
  isFile(): boolean;
  isDirectory(): boolean;
}

function tellStat(value: unknown): FileMembers {
  if (value === undefined) return { result: -ENOENT };
  const stats = value as StatValue;
  const mode = stats.isFile() ? S_IFREG : stats.isDirectory() ? S_IFDIR : 0;
  return { stat: { device: stats.dev, inode: stats.ino, mode } };
}

function giveStat({ stat }: FileCall, [, options]: Arguments): unknown {
  if (stat === undefined) return undefined;
  return makeStats({ dev: stat.device, ino: stat.inode, mode: stat.mode }, options as StatOptions | undefined);
}

export const fileOperations: Readonly<Record<FileOperationName, FileOperation>> = {
  accessSync: { ask: ([path, mode]) => ({ path: String(path), mode: Number(mode ?? 0) }) },
  closeSync: { ask: subject },
  existsSync: {
    ask: subject,
    tell: (value) => ({ result: value === true ? 0 : -ENOENT }),
    give: ({ result }) => result === 0n,
  },
  fstatSync: { ask: subject, tell: tellStat, give: giveStat },
  fsyncSync: { ask: subject },
  ftruncateSync: { ask: ([fd, length]) => ({ descriptor: Number(fd), length: Number(length ?? 0) }) },
  linkSync: { ask: twoPaths },
  mkdirSync: {
    ask: ([path, options]) => ({ path: String(path), mode: (options as { mode?: number } | undefined)?.mode }),
  },
  openSync: {
    ask: ([path, flags, mode], constants) => ({
      path: String(path),
      flags: flagWords(flags, constants),
      mode: mode as number | undefined,
    }),
    tell: (value) => ({ result: Number(value) }),
    give: ({ result }) => Number(result),
  },
  readFileSync: {
    ask: subject,
    tell: (value) => ({ data: bytesOf(value) }),
    give: ({ data }, [, encoding]) => (encoding === undefined ? data : decoder.decode(data)),
  },
  readSync: {
    ask: ([fd, into, , length, position]) => ({
      descriptor: Number(fd),
      length: (length as number | undefined) ?? (into as Uint8Array).length,
      position: position as number | undefined,
    }),
    tell: (value, [, into, offset]) => {
      const start = Number(offset ?? 0);
      return { result: Number(value), data: (into as Uint8Array).subarray(start, start + Number(value)) };
    },
    give: ({ data, result }, [, into, offset]) => {
      (into as Uint8Array).set(data, Number(offset ?? 0));
      return Number(result);
    },
  },
  readdirSync: {
    ask: subject,
    tell: (value) => ({ names: value as readonly string[] as string[] }),
    give: ({ names }) => names,
  },
  readlinkSync: { ask: subject, tell: (value) => ({ target: String(value) }), give: ({ target }) => target },
  renameSync: { ask: twoPaths },
  statSync: { ask: subject, tell: tellStat, give: giveStat },
  statfsSync: {
    ask: subject,
    tell: (value) => {
      const { type, bsize, blocks, bfree, bavail, files, ffree } = value as Record<string, number>;
      return {
        fileSystem: {
          ...{ type, files, blocks },
          ...{ blockSize: bsize, blocksFree: bfree, blocksAvailable: bavail, filesFree: ffree },
        },
      };
    },
    give: ({ fileSystem: told }) => ({
      ...{ type: Number(told?.type), files: Number(told?.files), blocks: Number(told?.blocks) },
      ...{ bsize: Number(told?.blockSize), bfree: Number(told?.blocksFree) },
      ...{ bavail: Number(told?.blocksAvailable), ffree: Number(told?.filesFree) },
    }),
  },
  unlinkSync: { ask: subject },
  writeFileSync: { ask: written },
  writeSync: { ask: written, tell: (value) => ({ result: Number(value) }), give: ({ result }) => Number(result) },
};

/** `open` of `openSync`. */
export function operationName(name: string): string {
  return name.slice(0, -"Sync".length);
}

/** What of a failed call is recorded. */
export function tellFailure(error: NodeJS.ErrnoException): FileMembers {
  return { result: error.errno ?? -1, failedCall: error.syscall ?? "" };
}

/** The recorded failure, as `node:fs` throws it: calls of a descriptor name no path. */
export function recordedFailure({ result, failedCall, path, destination }: FileCall): Error {
  const named = path !== "" && failedCall !== "read" && failedCall !== "write";
  return fileError(Number(-result), {
    syscall: failedCall,
    ...(named ? { path } : {}),
    ...(named && destination !== "" ? { dest: destination } : {}),
  });
}
