import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import { needs } from "../../harness/needs.ts";
import { fastestRuntime, runPool, spawnPlugin } from "../../ipam/host-local/spawn-plugin.ts";
import { addressesOf, TestStore } from "../../ipam/host-local/store-files.ts";

const reference = join(fileURLToPath(new URL("../../../..", import.meta.url)), ".reference", "bin", "host-local");
needs({ files: [reference] }, t);
t.setTimeout(120_000);

const program = fileURLToPath(new URL("../../ipam/host-local/host-local-program.js", import.meta.url));
const ours = [fastestRuntime(), program];
const theirs = [reference];

function setUp(t: { teardown(clean: () => void): void }, ranges: unknown) {
  const store = new TestStore(t);
  const config = { cniVersion: "1.1.0", name: "net", ipam: { type: "host-local", dataDir: store.dataDir, ranges } };
  const call = (command: readonly string[], verb: string, id: string) =>
    spawnPlugin(command, { command: verb, id, config });
  return { store, call };
}

t.test("what one adds the other sees, checks, counts and deletes", async (t) => {
  const ranges = [[{ subnet: "10.1.2.0/29" }], [{ subnet: "2001:db8::/124" }]];
  for (const [first, second] of [
    [ours, theirs],
    [theirs, ours],
  ] as const) {
    const { store, call } = setUp(t, ranges);
    t.equal((await call(first, "ADD", "one")).code, 0);
    t.equal((await call(second, "CHECK", "one")).code, 0);
    t.match(JSON.parse((await call(second, "ADD", "one")).stdout), { msg: /10\.1\.2\.2 has been allocated to one/ });
    const added = await call(second, "ADD", "two");
    t.same(
      addressesOf({ exitCode: 0, stderr: "", json: JSON.parse(added.stdout) }),
      ["10.1.2.3/29", "2001:db8::3/124"],
      "the round robin is one",
    );
    t.equal((await call(second, "DEL", "one")).code, 0);
    t.same(store.files(), {
      "10.1.2.3": "two\r\neth0",
      "2001:db8::3": "two\r\neth0",
      "last_reserved_ip.0": "10.1.2.3",
      "last_reserved_ip.1": "2001:db8::3",
    });
    t.equal((await call(first, "CHECK", "one")).code, 1);
    t.equal((await call(first, "DEL", "two")).code, 0);
  }
});

t.test("a leftover of a killed process does not disturb the reference", async (t) => {
  const { store, call } = setUp(t, [[{ subnet: "10.1.2.0/29" }]]);
  store.write({ ".lease.tmp": "one\r\neth0", ".last_reserved_ip.0.tmp": "10.1.2.5" });
  const added = await call(theirs, "ADD", "one");
  t.match(JSON.parse(added.stdout), { ips: [{ address: "10.1.2.2/29" }] });
  t.equal((await call(theirs, "DEL", "one")).code, 0);
  t.notOk("10.1.2.2" in store.files());
});

t.test("both at once on one network: no address twice, none lost", async (t) => {
  const { store, call } = setUp(t, [[{ subnet: "10.1.0.0/16" }], [{ subnet: "2001:db8::/64" }]]);
  const plugin = (n: number) => (n % 2 === 0 ? ours : theirs);
  const numbers = Array.from({ length: 100 }, (_, n) => n);
  const added = await runPool(
    numbers.map((n) => () => call(plugin(n), "ADD", `c${n}`)),
    24,
  );
  t.same(
    added.filter(({ code }) => code !== 0),
    [],
  );
  const given = added.flatMap(({ stdout }) =>
    (JSON.parse(stdout) as { ips: { address: string }[] }).ips.map((ip) => ip.address),
  );
  t.equal(new Set(given).size, 200);
  // Half of them go again, by the other plugin, while as many come.
  const mixed = numbers.map(
    (n) => () => (n < 50 ? call(plugin(n + 1), "DEL", `c${n}`) : call(plugin(n), "ADD", `d${n}`)),
  );
  t.same(
    (await runPool(mixed, 24)).filter(({ code }) => code !== 0),
    [],
  );
  const holders = Object.entries(store.files())
    .filter(([name]) => !name.startsWith("last_"))
    .map(([, content]) => content);
  const expected = numbers.flatMap((n) => (n < 50 ? [] : [`c${n}\r\neth0`, `d${n}\r\neth0`]));
  t.same(holders.sort(), [...expected, ...expected].sort());
});
