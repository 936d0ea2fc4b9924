import { fileURLToPath } from "node:url";
import t from "tap";
import { fastestRuntime, runPool, spawnPlugin } from "./spawn-plugin.ts";
import { TestStore } from "./store-files.ts";

const program = fileURLToPath(new URL("host-local-program.js", import.meta.url));
const runtime = fastestRuntime();
const COUNT = 200;
/** Processes alive at a time: more would only wait for the processor. */
const WIDTH = 32;

t.setTimeout(120_000);

t.test("200 ADDs, then 100 DELs among 100 ADDs, each a process: no address twice", async (t) => {
  const store = new TestStore(t);
  const ranges = [[{ subnet: "10.1.0.0/16" }], [{ subnet: "2001:db8::/64" }]];
  const config = { cniVersion: "1.1.0", name: "net", ipam: { type: "host-local", dataDir: store.dataDir, ranges } };
  const call = (command: string, n: number) => () => spawnPlugin([runtime, program], { command, id: `c${n}`, config });
  const numbers = Array.from({ length: COUNT }, (_, n) => n);

  /** The address files by holder; every holder must have one of each family. */
  const holdings = () => {
    const byHolder = new Map<string, string[]>();
    for (const [name, content] of Object.entries(store.files())) {
      if (!name.startsWith("last_")) byHolder.set(content, [...(byHolder.get(content) ?? []), name]);
    }
    return byHolder;
  };

  const added = await runPool(
    numbers.map((n) => call("ADD", n)),
    WIDTH,
  );
  t.same(
    added.filter(({ code, stderr }) => code !== 0 || stderr !== ""),
    [],
  );
  const given = added.flatMap(({ stdout }) =>
    (JSON.parse(stdout) as { ips: { address: string }[] }).ips.map((ip) => ip.address),
  );
  t.equal(new Set(given).size, 2 * COUNT, "every address was given once");
  t.equal(holdings().size, COUNT);

  const mixed = numbers.flatMap((n) => (n % 2 === 0 ? [call("DEL", n)] : [call("ADD", COUNT + n)]));
  t.same(
    (await runPool(mixed, WIDTH)).filter(({ code }) => code !== 0),
    [],
  );
  const expected = numbers.flatMap((n) => (n % 2 === 0 ? [] : [`c${n}\r\neth0`, `c${COUNT + n}\r\neth0`]));
  const after = holdings();
  t.same([...after.keys()].sort(), expected.sort(), "exactly those that should hold an address do");
  t.same(
    [...after.values()].filter((files) => files.length !== 2),
    [],
    "and each holds one of each family",
  );
});
