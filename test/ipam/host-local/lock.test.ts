import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import { withLock } from "../../../src/ipam/host-local/lock.ts";
import { findFlockHolder } from "../../../src/ipam/host-local/lock-holder.ts";
import { loadLibc } from "../../../src/netlink/socket/load-libc.ts";
import { ENOLCK } from "../../../src/netlink/uapi/errno.ts";
import { cniErrorOf } from "../cni-error-of.ts";

const libc = await loadLibc();
const holderProgram = fileURLToPath(new URL("lock-holder-program.js", import.meta.url));

/** A process that holds the lock for so long, once this resolves. */
async function holdElsewhere(path: string, holdMs: number) {
  const child = spawn(process.execPath, [holderProgram, path, String(holdMs)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return child;
}

t.test("a free lock is had at once, made with the reference's mode, and freed after use", (t) => {
  const path = join(t.testdir({}), "lock");
  t.equal(
    withLock({ path, libc }, () => "done"),
    "done",
  );
  t.equal((statSync(path).mode & 0o7777 & ~process.umask()).toString(8), "750");
  t.throws(() => withLock({ path, libc }, () => t.comment(unlinkSync("/nowhere/at/all"))), { code: "ENOENT" });
  t.equal(
    withLock({ path, libc, timeoutMs: 0 }, () => "again"),
    "again",
    "an error in use frees it as well",
  );
  t.end();
});

t.test("the lock excludes", (t) => {
  const path = join(t.testdir({}), "lock");
  const inner = withLock({ path, libc }, () => cniErrorOf(() => withLock({ path, libc, timeoutMs: 20 }, () => "both")));
  t.match(inner, { code: 11 });
  t.end();
});

t.test("a lock held for too long is an error that names its holder", async (t) => {
  const path = join(t.testdir({}), "lock");
  const holder = await holdElsewhere(path, 60_000);
  t.teardown(() => holder.kill("SIGKILL"));
  const started = performance.now();
  const error = cniErrorOf(() => withLock({ path, libc, timeoutMs: 150 }, () => "never"));
  const waited = performance.now() - started;
  t.match(error, { code: 11, msg: `host-local: the lock ${path} was not free within 150 ms` });
  t.match(error?.details, new RegExp(`^held by process ${holder.pid} \\(.*lock-holder-program\\.js ${path} 60000\\)$`));
  t.ok(waited >= 150 && waited < 1500, `waited ${waited} ms`);
});

t.test("a lock that comes free is had soon", async (t) => {
  const path = join(t.testdir({}), "lock");
  const holder = await holdElsewhere(path, 300);
  const started = performance.now();
  t.equal(
    withLock({ path, libc, timeoutMs: 20_000 }, () => "mine"),
    "mine",
  );
  const waited = performance.now() - started;
  t.ok(waited > 100 && waited < 2000, `waited ${waited} ms`);
  await once(holder, "exit");
});

t.test("a lock on a file that is gone or replaced is not taken for one", (t) => {
  for (const replace of [false, true]) {
    const path = join(t.testdir({}), "lock");
    let calls = 0;
    const meddling = {
      flock(fd: number, operation: number) {
        calls += 1;
        if (calls === 1) {
          unlinkSync(path);
          if (replace) writeFileSync(path, "");
        }
        return libc.flock(fd, operation);
      },
    };
    const outcome = withLock({ path, libc: meddling }, () => {
      const second = cniErrorOf(() => withLock({ path, libc, timeoutMs: 0 }, () => "both"));
      return second?.code;
    });
    t.equal(calls, 2);
    t.equal(outcome, 11, "the file at the path is the one that is locked");
    t.ok(existsSync(path));
  }
  t.end();
});

t.test("a file system without locks is an I/O failure", (t) => {
  const path = join(t.testdir({}), "lock");
  const error = cniErrorOf(() => withLock({ path, libc: { flock: () => -ENOLCK } }, () => "never"));
  t.match(error, { code: 5, msg: `host-local: cannot lock ${path}`, details: /ENOLCK/ });
  t.end();
});

t.test("/proc/locks", (t) => {
  const text = [
    "1: POSIX  ADVISORY  WRITE 41 08:02:1234 0 EOF",
    "2: FLOCK  ADVISORY  WRITE 42 08:02:12345 0 EOF",
    "3: FLOCK  ADVISORY  WRITE 43 08:02:1234 0 EOF",
    "3: -> FLOCK  ADVISORY  WRITE 44 08:02:1234 0 EOF",
    "4: FLOCK  ADVISORY  WRITE -1 08:02:99 0 EOF",
    "5: -> FLOCK  ADVISORY  WRITE 45 08:02:77 0 EOF",
    "",
  ].join("\n");
  t.equal(findFlockHolder(text, 1234n), 43);
  t.equal(findFlockHolder(text, 12345n), 42);
  t.equal(findFlockHolder(text, 99n), -1);
  t.equal(findFlockHolder(text, 77n), undefined, "who only waits holds nothing");
  t.equal(findFlockHolder("", 1n), undefined);
  t.equal(typeof findFlockHolder(readFileSync("/proc/locks", "utf8"), 0n), "undefined");
  t.end();
});
