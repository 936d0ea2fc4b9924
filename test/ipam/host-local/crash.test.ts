import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import t, { type Test } from "tap";
import { spawnPlugin } from "./spawn-plugin.ts";
import { addressesOf, TestStore } from "./store-files.ts";

const program = fileURLToPath(new URL("crashing-program.js", import.meta.url));
const ranges = [[{ subnet: "10.1.2.0/28" }], [{ subnet: "2001:db8::/124" }]];
t.setTimeout(120_000);

const others = { "10.1.2.2": "other\r\neth0", "2001:db8::2": "other\r\neth0" };

/** One call, killed at its n-th change; tells whether it lived to its end. */
async function crash(store: TestStore, options: { command: string; at: number; torn: boolean }): Promise<boolean> {
  const ending = await spawnPlugin([process.execPath, program, String(options.at), options.torn ? "torn" : ""], {
    command: options.command,
    id: "box",
    config: { cniVersion: "1.1.0", name: "net", ipam: { type: "host-local", dataDir: store.dataDir, ranges } },
  });
  if (ending.signal === "SIGKILL") return false;
  if (ending.code !== 0) t.fail(`${ending.stdout}${ending.stderr}`);
  return true;
}

const leases = (store: TestStore) =>
  Object.entries(store.files()).filter(([name]) => !name.startsWith("last_reserved_ip."));

/** What holds after any crash. */
async function checkAfterCrash(t: Test, store: TestStore, title: string): Promise<void> {
  const ipam = { ranges };
  // Whatever the dead process got is nobody else's.
  const half = leases(store)
    .filter(([, content]) => content === "box\r\neth0")
    .map(([name]) => name);
  const next = await store.call("ADD", { ipam, id: "next" });
  const [v4 = "", v6 = ""] = (addressesOf(next) as string[]).map((address) => address.split("/")[0] ?? "");
  t.notOk(
    half.includes(v4) || half.includes(v6) || v4 in others || v6 in others,
    `${title}: a fresh address for the next`,
  );
  t.equal(readdirSync(store.directory).filter((name) => name.startsWith(".")).length, 0, `${title}: no leftovers`);
  t.equal((await store.call("DEL", { ipam, id: "box" })).exitCode, 0, `${title}: the runtime's DEL`);
  t.same(
    Object.fromEntries(leases(store)),
    { ...others, [v4]: "next\r\neth0", [v6]: "next\r\neth0" },
    `${title}: nothing lost, nothing leaked`,
  );
  t.equal((await store.call("ADD", { ipam, id: "box" })).exitCode, 0, `${title}: and the retry`);
}

for (const torn of [false, true]) {
  t.test(`kill -9 at every change of an ADD${torn ? ", writes done by half" : ""}`, async (t) => {
    let at = 0;
    for (let finished = false; !finished; ) {
      at += 1;
      const store = new TestStore(t);
      store.write(others);
      finished = await crash(store, { command: "ADD", at, torn });
      await checkAfterCrash(t, store, `killed at change ${at}`);
    }
    t.ok(at > 20, `${at - 1} changes were walked`);
  });
}

t.test("kill -9 at every change of a DEL", async (t) => {
  let at = 0;
  for (let finished = false; !finished; ) {
    at += 1;
    const store = new TestStore(t);
    store.write({
      ...others,
      "10.1.2.3": "box\r\neth0",
      "2001:db8::3": "box\r\neth0",
      "10.1.2.9": "",
      ".lease.tmp": "x",
    });
    finished = await crash(store, { command: "DEL", at, torn: false });
    await checkAfterCrash(t, store, `killed at change ${at}`);
  }
  t.ok(at > 4, `${at - 1} changes were walked`);
});
