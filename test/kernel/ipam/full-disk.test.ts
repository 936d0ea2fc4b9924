import { mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t, { type Test } from "tap";
import { needs } from "../../harness/needs.ts";
import { run, tryRun } from "../../harness/run.ts";
import { addressesOf, TestStore } from "../../ipam/host-local/store-files.ts";

needs({ root: true, tools: ["mount", "umount"] }, t);

const ipam = { ranges: [[{ subnet: "10.1.2.0/28" }], [{ subnet: "2001:db8::/124" }]] };

/** A file system of 64 pages and 64 inodes, all of `what` used up but for so many. */
class TinyDisk {
  readonly path = mkdtempSync(join(tmpdir(), "host-local-disk-"));

  constructor(t: Test) {
    run(["mount", "-t", "tmpfs", "-o", "size=256k,nr_inodes=64", "host-local-test", this.path]);
    t.teardown(() => {
      tryRun(["umount", this.path]);
      rmdirSync(this.path);
    });
  }

  fill(what: "inodes" | "space", free: number): void {
    const filler = join(this.path, "filler");
    mkdirSync(filler);
    let count = 0;
    try {
      for (; count < 1000; count++)
        writeFileSync(join(filler, String(count)), what === "space" ? "x".repeat(4096) : "");
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
    }
    // The file that did not fit has a name, and so an inode, but no page.
    for (let i = 0; i < free; i++) rmSync(join(filler, String(i)));
  }
}

for (const what of ["inodes", "space"] as const) {
  t.test(`ADD with ever more ${what} free: all of it or nothing`, async (t) => {
    let refused = 0;
    for (let free = 0; free < 12; free++) {
      const disk = new TinyDisk(t);
      const store = new TestStore(t, disk.path);
      const other = await store.call("ADD", { ipam, id: "other" });
      t.equal(other.exitCode, 0);
      disk.fill(what, free);
      const before = store.files();
      const answer = await store.call("ADD", { ipam });
      if (answer.exitCode === 0) {
        t.same(addressesOf(answer), ["10.1.2.3/28", "2001:db8::3/124"], `${free} free: done`);
        t.match(store.files(), { "10.1.2.3": "box\r\neth0", "2001:db8::3": "box\r\neth0" });
        break;
      }
      refused += 1;
      t.match(
        answer.json,
        { code: 5, msg: /^host-local: cannot write .*: no space left on device$/ },
        `${free} free: refused`,
      );
      t.same(store.files(), before, `${free} free: nothing is changed`);
    }
    t.ok(refused >= 2, `${refused} sizes were too small`);
  });
}

t.test("on a full disk DEL and GC free, CHECK finds, STATUS warns", async (t) => {
  const disk = new TinyDisk(t);
  const store = new TestStore(t, disk.path);
  for (const id of ["one", "two"]) t.equal((await store.call("ADD", { ipam, id })).exitCode, 0);
  disk.fill("space", 0);
  t.match(await store.call("STATUS", { ipam }), {
    exitCode: 1,
    json: { code: 50, msg: /^host-local: no space left for leases in / },
  });
  t.equal((await store.call("CHECK", { ipam, id: "one" })).exitCode, 0);
  t.equal((await store.call("DEL", { ipam, id: "one" })).exitCode, 0);
  t.equal((await store.call("GC", { ipam, config: { "cni.dev/valid-attachments": [] } })).exitCode, 0);
  t.same(Object.keys(store.files()), ["last_reserved_ip.0", "last_reserved_ip.1"]);
});

t.test("the first ADD of a network on a full disk", async (t) => {
  const disk = new TinyDisk(t);
  const store = new TestStore(t, disk.path);
  disk.fill("inodes", 0);
  t.match(await store.call("ADD", { ipam }), {
    exitCode: 1,
    json: { code: 5, msg: /^host-local: cannot create .*: no space left on device$/ },
  });
});

t.test("a read-only file system: ADD says so, DEL of what is not there succeeds", async (t) => {
  const disk = new TinyDisk(t);
  const store = new TestStore(t, disk.path);
  t.equal((await store.call("ADD", { ipam })).exitCode, 0);
  run(["mount", "-o", "remount,ro", disk.path]);
  t.teardown(() => tryRun(["mount", "-o", "remount,rw", disk.path]));
  t.match(await store.call("ADD", { ipam, id: "two" }), {
    exitCode: 1,
    json: { code: 5, msg: /read-only file system$/ },
  });
  t.match(await store.call("STATUS", { ipam }), { exitCode: 1, json: { code: 50 } });
  t.equal((await store.call("CHECK", { ipam })).exitCode, 0);
  t.equal((await store.call("DEL", { ipam, id: "two" })).exitCode, 0);
  t.match(await store.call("DEL", { ipam }), {
    exitCode: 1,
    json: { code: 5, msg: /10\.1\.2\.2: read-only file system;host-local: .*2001:db8::2: read-only/ },
  });
});
