import { spawn } from "node:child_process";
import { once } from "node:events";
import t, { type Test } from "tap";
import { inTurn } from "../../../src/plugins/shared/ruleset-turn.ts";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { makeNetns, type TestNetns } from "../../harness/netns.ts";
import { enterHost } from "./in-process.ts";

needs({ tools: ["flock"] }, t);
guardHost(t);

/** Another process that has its turn, until its standard input ends. */
async function startHolder(t: Test, host: TestNetns) {
  const command = ["netns", "exec", host.name, "flock", "/proc/self/ns/net", "sh", "-c", "echo begun; cat"];
  const holder = spawn("ip", command, { stdio: ["pipe", "pipe", "inherit"] });
  t.teardown(() => holder.kill());
  await once(holder.stdout, "data");
  return { end: () => holder.stdin.end() };
}

t.test("a change waits for another process's turn to end", async (t) => {
  const host = makeNetns(t, "host");
  await enterHost(t, host);
  const holder = await startHolder(t, host);
  const order: string[] = [];
  const change = inTurn(async () => void order.push("changed"));
  await new Promise((resolve) => setTimeout(resolve, 50));
  order.push("ended");
  holder.end();
  await change;
  t.strictSame(order, ["ended", "changed"]);
});

t.test("the namespaces of other hosts have turns of their own", async (t) => {
  const [here, there] = [makeNetns(t, "here"), makeNetns(t, "there")];
  await startHolder(t, there);
  await enterHost(t, here);
  t.equal(await inTurn(async () => "changed"), "changed");
});

t.test("changes of one process share its turn, and the last ends it", async (t) => {
  const host = makeNetns(t, "host");
  await enterHost(t, host);
  await inTurn(async () => {
    await t.rejects(
      inTurn(async () => {
        throw new TypeError("refused");
      }),
      { message: "refused" },
    );
    t.equal(await inTurn(async () => "undone"), "undone");
  });
  await startHolder(t, host);
  t.pass("another process has its turn");
});
