// Run under Bun by libc-files.test.ts: every call through `node:fs` and through libc-files.ts, each in a folder of its own;
// prints one line a difference.

import * as real from "node:fs";
import * as own from "../../../src/netlink/socket/libc-files.ts";

type Files = typeof own;
type Case = readonly [what: string, run: (files: Files, folder: string) => unknown];

const { O_APPEND, O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY, W_OK } = own.constants;

function write(files: Files, path: string, text: string): void {
  const fd = files.openSync(path, O_WRONLY | O_CREAT, 0o600);
  files.writeFileSync(fd, text);
  files.fsyncSync(fd);
  files.closeSync(fd);
}

const cases: readonly Case[] = [
  ["constants", ({ constants }) => [O_RDONLY, O_APPEND, O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, constants.X_OK]],
  ["open what is not there", (files, folder) => files.openSync(`${folder}/none`, "r")],
  ["open r+ what is not there", (files, folder) => files.openSync(`${folder}/none`, "r+")],
  [
    "open a path with a NUL",
    (files) => {
      try {
        files.openSync("/tmp\0x");
      } catch (error) {
        return error instanceof Error;
      }
      return "opened";
    },
  ],
  [
    "mkdir",
    (files, folder) => files.mkdirSync(`${folder}/a/b/c`, { recursive: true, mode: 0o755 }) === undefined || true,
  ],
  ["mkdir again", (files, folder) => files.mkdirSync(`${folder}/a/b/c`, { recursive: true }) === undefined],
  [
    "mkdir below a file",
    (files, folder) => {
      write(files, `${folder}/file`, "x");
      files.mkdirSync(`${folder}/file/x`, { recursive: true });
    },
  ],
  [
    "write and read text",
    (files, folder) => {
      write(files, `${folder}/t`, "box\r\neth0 ü");
      return files.readFileSync(`${folder}/t`, "utf8");
    },
  ],
  [
    "write nothing",
    (files, folder) => {
      const fd = files.openSync(`${folder}/t`, O_WRONLY);
      const written = files.writeSync(fd, "");
      files.closeSync(fd);
      return written;
    },
  ],
  ["read bytes", (files, folder) => [...files.readFileSync(`${folder}/t`)]],
  [
    "read much",
    (files, folder) => {
      write(files, `${folder}/much`, "x".repeat(100_000));
      return files.readFileSync(`${folder}/much`, "utf8").length;
    },
  ],
  ["read a file of procfs", (files) => files.readFileSync("/proc/sys/kernel/ostype", "utf8")],
  ["read what is not there", (files, folder) => files.readFileSync(`${folder}/none`)],
  ["read a folder", (files, folder) => files.readFileSync(folder)],
  [
    "read at a position",
    (files, folder) => {
      const fd = files.openSync(`${folder}/t`);
      const into = new Uint8Array(8);
      const n = files.readSync(fd, into, 2, 3, 1);
      files.closeSync(fd);
      return [n, ...into];
    },
  ],
  ["exclusive", (files, folder) => files.openSync(`${folder}/t`, O_WRONLY | O_CREAT | O_EXCL, 0o600)],
  ["mode of a new file", (_files, folder) => real.statSync(`${folder}/t`).mode.toString(8)],
  [
    "a symbolic link, not followed",
    (files, folder) => {
      real.symlinkSync("t", `${folder}/sym`);
      files.openSync(`${folder}/sym`, O_RDONLY | O_NOFOLLOW);
    },
  ],
  ["readlink", (files, folder) => files.readlinkSync(`${folder}/sym`)],
  ["readlink of a file", (files, folder) => files.readlinkSync(`${folder}/t`)],
  ["link", (files, folder) => files.linkSync(`${folder}/t`, `${folder}/linked`)],
  ["link over", (files, folder) => files.linkSync(`${folder}/t`, `${folder}/linked`)],
  [
    "truncate",
    (files, folder) => {
      const fd = files.openSync(`${folder}/t`, "r+");
      files.ftruncateSync(fd, 3);
      files.closeSync(fd);
      return files.readFileSync(`${folder}/linked`, "utf8");
    },
  ],
  [
    "rename over",
    (files, folder) => {
      write(files, `${folder}/new`, "new");
      write(files, `${folder}/old`, "old");
      files.renameSync(`${folder}/new`, `${folder}/old`);
      return [files.readFileSync(`${folder}/old`, "utf8"), files.existsSync(`${folder}/new`)];
    },
  ],
  ["rename what is not there", (files, folder) => files.renameSync(`${folder}/none`, `${folder}/old`)],
  ["unlink", (files, folder) => files.unlinkSync(`${folder}/linked`)],
  ["unlink again", (files, folder) => files.unlinkSync(`${folder}/linked`)],
  ["readdir", (files, folder) => files.readdirSync(folder).sort()],
  [
    "readdir of many",
    (files, folder) => {
      for (let i = 0; i < 1500; i++) write(files, `${folder}/a/${i}-${"n".repeat(i % 50)}`, "");
      return files.readdirSync(`${folder}/a`).sort();
    },
  ],
  ["readdir of a file", (files, folder) => files.readdirSync(`${folder}/t`)],
  [
    "stat of a file",
    (files, folder) => {
      const s = files.statSync(`${folder}/t`);
      return [s?.isFile(), s?.isDirectory(), s?.ino === real.statSync(`${folder}/t`).ino];
    },
  ],
  [
    "stat of a folder",
    (files, folder) => {
      const s = files.statSync(folder);
      return [s?.isFile(), s?.isDirectory()];
    },
  ],
  [
    "stat as bigint",
    (files, folder) => files.statSync(folder, { bigint: true })?.ino === real.statSync(folder, { bigint: true }).ino,
  ],
  [
    "one device for one file system",
    (files, folder) => files.statSync(folder)?.dev === files.statSync(`${folder}/t`)?.dev,
  ],
  ["two devices for two", (files, folder) => files.statSync(folder)?.dev === files.statSync("/proc")?.dev],
  ["stat of nothing", (files, folder) => files.statSync(`${folder}/none`)],
  [
    "stat of nothing, quietly",
    (files, folder) => files.statSync(`${folder}/none`, { throwIfNoEntry: false }) ?? "undefined",
  ],
  [
    "fstat",
    (files, folder) => {
      const fd = files.openSync(folder);
      const s = files.fstatSync(fd, { bigint: true });
      files.closeSync(fd);
      return s.ino === real.statSync(folder, { bigint: true }).ino;
    },
  ],
  ["statfs", (files) => files.statfsSync("/proc").type],
  ["statfs of nothing", (files, folder) => files.statfsSync(`${folder}/none`)],
  ["exists", (files, folder) => [files.existsSync(folder), files.existsSync(`${folder}/none`)]],
  ["access", (files, folder) => files.accessSync(folder, W_OK) ?? "may"],
  ["access of nothing", (files, folder) => files.accessSync(`${folder}/none`, W_OK)],
  ["close what is closed", (files) => files.closeSync(1_000_000)],
  ["write to what is closed", (files) => files.writeSync(1_000_000, "x")],
];

/** What came of a call, as text; its folder's own name left out. */
function outcome(run: Case[1], files: Files, folder: string): string {
  try {
    return (
      JSON.stringify(run(files, folder), (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value)) ?? ""
    );
  } catch (error) {
    // The words for an errno are the C library's in one and libuv's in the other; all else of the message is alike.
    const { code, syscall, message } = error as NodeJS.ErrnoException;
    return `${code} ${syscall} ${message}`
      .replaceAll(folder, "FOLDER")
      .replace(/: [a-z -]+, /, ": …, ")
      .replace(/: [a-z -]+$/, "");
  }
}

const folders = [real.mkdtempSync("/tmp/libc-files-"), real.mkdtempSync("/tmp/libc-files-")] as const;
for (const [what, run] of cases) {
  const expected = outcome(run, real as unknown as Files, folders[0]);
  const got = outcome(run, own, folders[1]);
  if (got !== expected) console.log(`${what}: node:fs ${expected.slice(0, 300)}, libc-files ${got.slice(0, 300)}`);
}
for (const folder of folders) real.rmSync(folder, { recursive: true });
console.log(`${cases.length} calls compared`);
