import { writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { hasColors } from "../../../src/cli/terminal/color.ts";
import { cniTs } from "../cni-ts.ts";

t.test("who decides", async (t) => {
  const terminal = { isTTY: true };
  const cases: readonly [stream: { isTTY?: boolean }, env: Record<string, string>, wanted: boolean][] = [
    [terminal, {}, true],
    [{}, {}, false],
    [terminal, { NO_COLOR: "1" }, false],
    [terminal, { NO_COLOR: "" }, true],
    [terminal, { TERM: "dumb" }, false],
    [{}, { FORCE_COLOR: "1" }, true],
    [{}, { FORCE_COLOR: "" }, true],
    [terminal, { FORCE_COLOR: "0" }, false],
    [terminal, { FORCE_COLOR: "false" }, false],
    [{}, { FORCE_COLOR: "1", NO_COLOR: "1", TERM: "dumb" }, true],
  ];
  for (const [stream, env, wanted] of cases) t.equal(hasColors(stream, env), wanted, JSON.stringify([stream, env]));
});

const ESCAPE = "\u001b[";

t.test("errors, faults and help are coloured, and plain in a pipe", async (t) => {
  const folder = t.testdir({});
  const file = join(folder, "a.conflist");
  writeFileSync(file, JSON.stringify({ cniVersion: "1.1.0", name: "net", plugins: [{ type: "other" }, { mtu: 1 }] }));
  for (const args of [
    ["validate", file],
    ["add", "--help"],
    ["status", "net", "--config-dir", "/no/such"],
  ]) {
    const plain = cniTs(args);
    t.notMatch(plain.stdout + plain.stderr, ESCAPE, args.join(" "));
    const coloured = cniTs(args, { env: { FORCE_COLOR: "1" } });
    t.match(coloured.stdout + coloured.stderr, ESCAPE);
    t.notMatch(cniTs(args, { env: { NO_COLOR: "1" } }).stdout, ESCAPE);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for.
    const stripped = (coloured.stdout + coloured.stderr).replaceAll(/\u001b\[\d+m/g, "");
    t.equal(stripped, plain.stdout + plain.stderr, "colour is all that is added");
  }
});

t.test("JSON is never coloured", async (t) => {
  const { stdout } = cniTs(["status", "net", "--config-dir", "/no/such", "--json"], { env: { FORCE_COLOR: "1" } });
  t.match(JSON.parse(stdout), { code: 7 });
});
