/**
 * As much of `node:fs` as the plugins use, with its names, arguments and errors, over libc. It is `#fs` in the executable
 * (package.json, condition `executable`): loading the real one is a tenth of a bridge ADD (docs/performance.md).
 */
import { dlopen, ptr, read } from "bun:ffi";
import {
  AT_EMPTY_PATH,
  AT_FDCWD,
  O_APPEND,
  O_CLOEXEC,
  O_CREAT,
  O_DIRECTORY_ARM64,
  O_DIRECTORY as O_DIRECTORY_GENERIC,
  O_EXCL,
  O_NOFOLLOW_ARM64,
  O_NOFOLLOW as O_NOFOLLOW_GENERIC,
  O_NONBLOCK,
  O_RDONLY,
  O_RDWR,
  O_WRONLY,
  W_OK,
  X_OK,
} from "../uapi/asm-fcntl.ts";
import { EEXIST, EINVAL, ENAMETOOLONG, ENOENT } from "../uapi/errno.ts";
import { type FailedCall, fileError } from "./file-error.ts";
import { readStatx, STATX_BASIC_STATS, STATX_SIZE, type Stats } from "./statx.ts";

const SYMBOLS = {
  __errno_location: { args: [], returns: "ptr" },
  open: { args: ["ptr", "i32", "u32"], returns: "i32" },
  close: { args: ["i32"], returns: "i32" },
  read: { args: ["i32", "ptr", "u64_fast"], returns: "i64_fast" },
  pread: { args: ["i32", "ptr", "u64_fast", "i64_fast"], returns: "i64_fast" },
  write: { args: ["i32", "ptr", "u64_fast"], returns: "i64_fast" },
  fsync: { args: ["i32"], returns: "i32" },
  ftruncate: { args: ["i32", "i64_fast"], returns: "i32" },
  link: { args: ["ptr", "ptr"], returns: "i32" },
  rename: { args: ["ptr", "ptr"], returns: "i32" },
  unlink: { args: ["ptr"], returns: "i32" },
  mkdir: { args: ["ptr", "u32"], returns: "i32" },
  access: { args: ["ptr", "i32"], returns: "i32" },
  readlink: { args: ["ptr", "ptr", "u64_fast"], returns: "i64_fast" },
  statfs: { args: ["ptr", "ptr"], returns: "i32" },
  statx: { args: ["i32", "ptr", "i32", "u32", "ptr"], returns: "i32" },
  uname: { args: ["ptr"], returns: "i32" },
  getdents64: { args: ["i32", "ptr", "u64_fast"], returns: "i64_fast" },
} as const;

const c = dlopen("libc.so.6", SYMBOLS).symbols;
const errnoAddress = c.__errno_location() as Parameters<typeof read.i32>[0];
const encoder = new TextEncoder();
const decoder = new TextDecoder();

function check(result: number, call: FailedCall): number {
  if (result < 0) throw fileError(read.i32(errnoAddress), call);
  return Number(result);
}

/** PATH_MAX (linux/limits.h), NUL included. */
const PATH_MAX = 4096;
const paths = new Uint8Array(2 * PATH_MAX);

/**
 * A path as C has it, in memory that the next call of this file uses again.
 * @param slot 1 for the second path of a call
 */
function cstring(path: string, slot = 0): ReturnType<typeof ptr> {
  // Cut at the NUL it would be another path.
  if (path.includes("\0")) throw fileError(EINVAL, { syscall: "path", path });
  const target = slot === 0 ? paths : paths.subarray(PATH_MAX);
  const { read: characters, written } = encoder.encodeInto(path, target);
  if (characters < path.length || written >= PATH_MAX) throw fileError(ENAMETOOLONG, { syscall: "path", path });
  target[written] = 0;
  return ptr(target);
}

/** Whether `machine` of struct utsname (65 bytes a member, the fifth) says aarch64. */
function isArm64(): boolean {
  const utsname = new Uint8Array(6 * 65);
  return c.uname(ptr(utsname)) >= 0 && decoder.decode(utsname.subarray(4 * 65, 4 * 65 + 7)) === "aarch64";
}

const ARM64 = isArm64();
const O_DIRECTORY = ARM64 ? O_DIRECTORY_ARM64 : O_DIRECTORY_GENERIC;
const O_NOFOLLOW = ARM64 ? O_NOFOLLOW_ARM64 : O_NOFOLLOW_GENERIC;

export const constants = {
  ...{ O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_APPEND, O_NONBLOCK, O_DIRECTORY, O_NOFOLLOW },
  ...{ W_OK, X_OK },
} as const;

const MODES: Readonly<Record<string, number>> = { r: O_RDONLY, "r+": O_RDWR };

function open(bits: number, call: FailedCall & { readonly path: string }, mode = 0): number {
  return check(c.open(cstring(call.path), bits | O_CLOEXEC, mode), call);
}

export function openSync(path: string, flags: string | number = "r", mode = 0o666): number {
  const bits = typeof flags === "number" ? flags : (MODES[flags] ?? O_RDONLY);
  return open(bits, { syscall: "open", path }, mode);
}

export function closeSync(fd: number): void {
  check(c.close(fd), { syscall: "close" });
}

// biome-ignore lint/complexity/useMaxParams: the shape of node:fs
export function readSync(fd: number, into: Uint8Array, offset = 0, length = into.length, position?: number): number {
  const size = Math.min(length, into.length - offset);
  const target = ptr(into, offset);
  const got = position === undefined ? c.read(fd, target, size) : c.pread(fd, target, size, position);
  return got >= 0 ? Number(got) : check(got, { syscall: "read" });
}

export function writeSync(fd: number, data: string | Uint8Array): number {
  const bytes = typeof data === "string" ? encoder.encode(data) : data;
  // There is no pointer to nothing, and a write of nothing may mean something to the file.
  return check(c.write(fd, ptr(bytes.length === 0 ? paths : bytes), bytes.length), { syscall: "write" });
}

export function writeFileSync(fd: number, data: string): void {
  for (let rest = encoder.encode(data); rest.length > 0; ) rest = rest.subarray(writeSync(fd, rest));
}

const CHUNK_SIZE = 4096;

export function readFileSync(file: string | number, encoding?: "utf8"): string | Uint8Array {
  const fd = typeof file === "number" ? file : openSync(file);
  try {
    let bytes = new Uint8Array(CHUNK_SIZE);
    let length = 0;
    for (;;) {
      const size = readSync(fd, bytes, length);
      if (size === 0) break;
      length += size;
      if (length === bytes.length) {
        const grown = new Uint8Array(2 * length);
        grown.set(bytes);
        bytes = grown;
      }
    }
    const whole = bytes.subarray(0, length);
    return encoding === undefined ? whole : decoder.decode(whole);
  } finally {
    if (typeof file === "string") closeSync(fd);
  }
}

export function fsyncSync(fd: number): void {
  check(c.fsync(fd), { syscall: "fsync" });
}

export function ftruncateSync(fd: number, length = 0): void {
  check(c.ftruncate(fd, length), { syscall: "ftruncate" });
}

export function linkSync(path: string, dest: string): void {
  check(c.link(cstring(path), cstring(dest, 1)), { syscall: "link", path, dest });
}

export function renameSync(path: string, dest: string): void {
  check(c.rename(cstring(path), cstring(dest, 1)), { syscall: "rename", path, dest });
}

export function unlinkSync(path: string): void {
  check(c.unlink(cstring(path)), { syscall: "unlink", path });
}

/** Always recursive. */
export function mkdirSync(path: string, { mode = 0o777 }: { recursive?: boolean; mode?: number } = {}): void {
  if (c.mkdir(cstring(path), mode) >= 0) return;
  const errno = read.i32(errnoAddress);
  if (errno === EEXIST && statSync(path)?.isDirectory() === true) return;
  const parent = path.slice(0, path.lastIndexOf("/"));
  if (errno !== ENOENT || parent === "") throw fileError(errno, { syscall: "mkdir", path });
  mkdirSync(parent, { mode });
  mkdirSync(path, { mode });
}

export function accessSync(path: string, mode = 0): void {
  check(c.access(cstring(path), mode), { syscall: "access", path });
}

export function existsSync(path: string): boolean {
  return c.access(cstring(path), 0) >= 0;
}

export function readlinkSync(path: string): string {
  const target = new Uint8Array(PATH_MAX);
  const size = check(c.readlink(cstring(path), ptr(target), target.length), { syscall: "readlink", path });
  return decoder.decode(target.subarray(0, size));
}

/** struct statfs of 64-bit Linux: these and more, eight bytes each. */
const STATFS_MEMBERS = ["type", "bsize", "blocks", "bfree", "bavail", "files", "ffree"] as const;
const STATFS_WORDS = 16;

export function statfsSync(path: string): Record<(typeof STATFS_MEMBERS)[number], number> {
  const words = new BigInt64Array(STATFS_WORDS);
  check(c.statfs(cstring(path), ptr(words)), { syscall: "statfs", path });
  const members = STATFS_MEMBERS.map((name, index) => [name, Number(words[index])]);
  return Object.fromEntries(members) as Record<(typeof STATFS_MEMBERS)[number], number>;
}

interface StatOptions {
  readonly bigint?: boolean;
  readonly throwIfNoEntry?: boolean;
}

const statx = new DataView(new ArrayBuffer(STATX_SIZE));

export function statSync(path: string, options: StatOptions = {}): Stats | undefined {
  if (c.statx(AT_FDCWD, cstring(path), 0, STATX_BASIC_STATS, ptr(statx)) < 0) {
    const errno = read.i32(errnoAddress);
    if (errno === ENOENT && options.throwIfNoEntry === false) return undefined;
    throw fileError(errno, { syscall: "stat", path });
  }
  return readStatx(statx, options);
}

export function fstatSync(fd: number, options: StatOptions = {}): Stats {
  check(c.statx(fd, cstring(""), AT_EMPTY_PATH, STATX_BASIC_STATS, ptr(statx)), { syscall: "fstat" });
  return readStatx(statx, options);
}

const DIRENT_SIZE = 19;
const DIRENTS_SIZE = 32 * 1024;

/** struct linux_dirent64: d_ino u64, d_off s64, d_reclen u16, d_type u8, d_name. */
export function readdirSync(path: string): string[] {
  const fd = open(O_RDONLY | O_DIRECTORY, { syscall: "scandir", path });
  try {
    const names: string[] = [];
    const buffer = new Uint8Array(DIRENTS_SIZE);
    const lengths = new Uint16Array(buffer.buffer);
    for (;;) {
      const size = check(c.getdents64(fd, ptr(buffer), DIRENTS_SIZE), { syscall: "scandir", path });
      if (size === 0) return names;
      for (let at = 0; at < size; at += lengths[(at + 16) / 2] ?? size) {
        const start = at + DIRENT_SIZE;
        const name = decoder.decode(buffer.subarray(start, buffer.indexOf(0, start)));
        if (name !== "." && name !== "..") names.push(name);
      }
    }
  } finally {
    closeSync(fd);
  }
}
