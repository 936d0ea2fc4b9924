import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t, { type Test } from "tap";
import { writeScript } from "../../cni/invoke/script-plugin.ts";
import { listText } from "../../cni/libcni/script-network.ts";
import { needs } from "../../harness/needs.ts";
import { tryRun } from "../../harness/run.ts";

needs({ tools: ["script"] }, t);

const main = fileURLToPath(new URL("../../../src/main.js", import.meta.url));

/** A network whose first plugin takes its time. */
function slowNetwork(t: Test): string {
  const root = t.testdir({ "conf.d": { "10-net.conflist": listText("1.1.0") } });
  const result = `echo '{"cniVersion":"1.1.0"}'`;
  writeScript(root, "first", `echo remark >&2; sleep 1; ${result}`);
  writeScript(root, "second", result);
  return root;
}

function command(root: string): readonly string[] {
  const flags = ["--config-dir", join(root, "conf.d"), "--plugin-path", root, "--cache-dir", join(root, "cache")];
  return [process.execPath, main, "add", "net", "ns", ...flags];
}

/** What a terminal is sent. */
function onTerminal(root: string, env: Record<string, string> = {}): string {
  const run = command(root)
    .map((word) => `'${word}'`)
    .join(" ");
  return tryRun(["script", "-qec", run, "/dev/null"], { env: { PATH: process.env.PATH, TERM: "xterm", ...env } })
    .stdout;
}

t.test("on a terminal: what is being done, and nothing left of it", async (t) => {
  const root = slowNetwork(t);
  const sent = onTerminal(root);
  t.match(sent, "\r\u001b[Kadd (0 s): ADD of first");
  t.match(sent, /remark\r\n/, "what plugins say has a line of its own");
  const [, after = ""] = sent.split("\r\u001b[Knet: added eth0");
  t.notMatch(after, "ADD of", "it is erased before the result");
  t.ok(after !== "");
});

t.test("quiet in a pipe and on a terminal that cannot erase", async (t) => {
  const root = slowNetwork(t);
  t.equal(tryRun([...command(root)], { env: { PATH: process.env.PATH } }).stderr, "remark\n");
  t.notMatch(onTerminal(root, { TERM: "dumb" }), "\u001b");
});
