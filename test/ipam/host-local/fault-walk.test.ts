import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import t from "tap";
import { TestStore } from "./store-files.ts";

const ipam = { ranges: [[{ subnet: "10.1.2.0/28" }], [{ subnet: "2001:db8::/124" }]] };

const operations = [
  ...["mkdirSync", "openSync", "writeFileSync", "fsyncSync", "linkSync", "writeSync", "ftruncateSync", "unlinkSync"],
  ...["readdirSync", "readSync", "fstatSync", "statSync"],
] as const;

/** Runs `use` with the n-th operation on files under `path` (or on descriptors) failing; tells how many there were. */
async function failingAt<T>(
  options: { at: number; path: string },
  use: () => Promise<T>,
): Promise<{ outcome: T; count: number }> {
  const module = fs as unknown as Record<string, (...args: unknown[]) => unknown>;
  const originals = operations.map((name) => [name, module[name]] as const);
  let count = 0;
  for (const [name, original] of originals) {
    module[name] = (...args) => {
      const [target] = args;
      if (typeof target === "number" || String(target).startsWith(options.path)) {
        count += 1;
        if (count === options.at)
          throw Object.assign(new Error(`EIO: i/o error, ${name}`), { code: "EIO", syscall: name });
      }
      return original?.(...args);
    };
  }
  syncBuiltinESMExports();
  try {
    return { outcome: await use(), count };
  } finally {
    for (const [name, original] of originals) if (original !== undefined) module[name] = original;
    syncBuiltinESMExports();
  }
}

/** A store as it is when somebody has an address already. */
async function inhabited(t: { teardown(clean: () => void): void }): Promise<TestStore> {
  const store = new TestStore(t);
  await store.call("ADD", { ipam, id: "other" });
  return store;
}

t.test("each step of an ADD fails once: a typed error, and the store is as before", async (t) => {
  let refused = 0;
  for (let at = 1; ; at++) {
    const store = await inhabited(t);
    const before = store.files();
    const { outcome, count } = await failingAt({ at, path: store.dataDir }, () => store.call("ADD", { ipam }));
    if (count < at) break;
    if (outcome.exitCode === 0) {
      // Steps that an ADD can do without: clearing temporary names, reading where the round robin was.
      t.match(
        store.files(),
        { ...before, "last_reserved_ip.0": /./, "last_reserved_ip.1": /./ },
        `step ${at}: done all the same`,
      );
    } else {
      refused += 1;
      t.match(outcome.json, { code: 5, msg: /i\/o error|lock/ }, `step ${at}: said so`);
      t.same(
        Object.keys(store.files()).filter((name) => !name.startsWith(".")),
        Object.keys(before),
        `step ${at}: no lease more or less`,
      );
    }
    const retry = await store.call("ADD", { ipam, id: outcome.exitCode === 0 ? "next" : "box" });
    t.equal(retry.exitCode, 0, `step ${at}: the next ADD`);
    t.equal((await store.call("DEL", { ipam })).exitCode, 0);
    t.same(
      Object.keys(store.files()).filter((name) => name.startsWith(".")),
      [],
      `step ${at}: nothing is left`,
    );
  }
  t.ok(refused > 20, `${refused} steps refused`);
});

t.test("each step of a DEL fails once: the next DEL does the rest", async (t) => {
  for (let at = 1; ; at++) {
    const store = await inhabited(t);
    const before = store.files();
    await store.call("ADD", { ipam });
    const { outcome, count } = await failingAt({ at, path: store.dataDir }, () => store.call("DEL", { ipam }));
    if (count < at) break;
    if (outcome.exitCode !== 0) {
      t.match(outcome.json, { code: 5 }, `step ${at}: said so`);
      t.equal((await store.call("DEL", { ipam })).exitCode, 0);
    }
    t.same(Object.keys(store.files()), Object.keys(before), `step ${at}: gone in the end, and nothing else`);
  }
});
