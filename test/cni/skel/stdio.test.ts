import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { readAll, writeAll } from "../../../src/cni/skel/stdio.ts";

t.test("reads a descriptor to its end", async (t) => {
  const root = t.testdir({ empty: "", large: "x".repeat(100_000) });
  for (const [name, length] of [
    ["empty", 0],
    ["large", 100_000],
  ] as const) {
    const fd = fs.openSync(join(root, name), "r");
    t.equal(readAll(fd).length, length, name);
    fs.closeSync(fd);
  }
});

t.test("errors of read and write come through", async (t) => {
  const fd = fs.openSync("/", "r");
  t.throws(() => readAll(fd), { code: "EISDIR" });
  fs.closeSync(fd);
  const full = fs.openSync("/dev/full", "w");
  t.throws(() => writeAll(full, "x"), { code: "ENOSPC" });
  fs.closeSync(full);
});

t.test("writes all of a text", async (t) => {
  const path = join(t.testdir(), "out");
  const fd = fs.openSync(path, "w");
  writeAll(fd, "é".repeat(200_000));
  writeAll(fd, "");
  fs.closeSync(fd);
  t.equal(fs.readFileSync(path, "utf8"), "é".repeat(200_000));
});

const { O_NONBLOCK, O_RDONLY, O_RDWR, O_WRONLY } = fs.constants;

t.test("waits for descriptors that do not block", async (t) => {
  const root = t.testdir();
  const fifo = join(root, "fifo");
  t.equal(spawnSync("mkfifo", [fifo]).status, 0);

  const reader = fs.openSync(fifo, O_RDONLY | O_NONBLOCK);
  const writer = fs.openSync(fifo, O_WRONLY);
  const late = spawn("/bin/sh", ["-c", "sleep 0.2; echo one; sleep 0.2; echo two"], {
    stdio: ["ignore", writer, "inherit"],
  });
  fs.closeSync(writer);
  t.equal(Buffer.from(readAll(reader)).toString(), "one\ntwo\n");
  fs.closeSync(reader);
  await once(late, "close");

  const both = fs.openSync(fifo, O_RDWR | O_NONBLOCK);
  const input = fs.openSync(fifo, O_RDONLY);
  const slow = spawn("/bin/sh", ["-c", "sleep 0.2; head -c 500000 | wc -c > count"], {
    ...{ stdio: [input, "inherit", "inherit"], cwd: root },
  });
  fs.closeSync(input);
  writeAll(both, "x".repeat(500_000));
  await once(slow, "close");
  fs.closeSync(both);
  t.equal(fs.readFileSync(join(root, "count"), "utf8").trim(), "500000");
});
