import { closeSync, openSync, readFileSync } from "node:fs";
import t from "tap";
import { addNetworkList } from "../../../src/cni/libcni/add.ts";
import { delNetworkList } from "../../../src/cni/libcni/del.ts";
import { FIRST, refusal, scriptList, scriptNetwork } from "./script-network.ts";

const list = scriptList();

/** Starts a process of its own that keeps the pipes open, as a plugin with delegates does. */
const HANGS = `[ "$CNI_COMMAND" = ADD ] || exit 0\necho waiting >&2\nsleep 60 & echo $! > "$0.pid"\nwait`;

function killSleeper(path: string): void {
  try {
    process.kill(Number(readFileSync(`${path}.pid`, "utf8")), "SIGKILL");
  } catch {}
}

t.test("a plugin that does not end is killed, and what was added is undone", async (t) => {
  const { root, options, calls } = scriptNetwork(t, { second: HANGS });
  t.teardown(() => killSleeper(`${root}/second`));
  t.match(
    await refusal(() => addNetworkList(list, { ...options, timeoutMs: 700 })),
    /^999: plugin type="second" name="own" failed \(add\): netplugin .*\/second did not end within 700 ms and was killed; waiting\n$/,
  );
  t.strictSame(calls(), ["ADD first", "ADD second", "DEL second", "DEL first"]);
});

t.test("an abort kills the plugin that runs, and what was added is undone", async (t) => {
  const { root, options, calls } = scriptNetwork(t, { second: HANGS });
  t.teardown(() => killSleeper(`${root}/second`));
  const controller = new AbortController();
  const onStderr = () => controller.abort(new Error("enough"));
  t.match(
    await refusal(() => addNetworkList(list, { ...options, onStderr, signal: controller.signal })),
    /^999: plugin type="second" name="own" failed \(add\): netplugin .*\/second was aborted; enough$/,
  );
  t.strictSame(calls(), ["ADD first", "ADD second", "DEL second", "DEL first"]);
});

t.test("after an abort no further plugin is called", async (t) => {
  const { options, calls } = scriptNetwork(t, { first: `echo '${FIRST}'` });
  const signal = AbortSignal.abort(new Error("enough"));
  t.match(await refusal(() => delNetworkList(list, { ...options, signal })), /^999: .*second was aborted; enough$/);
  t.strictSame(calls(), []);
});

t.test("what a plugin says on stderr is passed on as it comes", async (t) => {
  const { options } = scriptNetwork(t, { first: `echo one >&2; echo '${FIRST}'`, second: "echo two >&2; exit 1" });
  const said: string[] = [];
  await t.rejects(addNetworkList(list, { ...options, onStderr: (text) => said.push(text) }));
  t.equal(said.join(""), "one\ntwo\ntwo\none\n", "of ADD, then of the DELs that undo it");
});

t.test("a plugin that is being written is tried again until it is whole", async (t) => {
  const { root, options, calls } = scriptNetwork(t);
  const writer = openSync(`${root}/first`, "r+");
  setTimeout(() => closeSync(writer), 150);
  await addNetworkList(list, options);
  t.strictSame(calls(), ["ADD first", "ADD second"]);
});

t.test("one that stays busy is an error that says so", async (t) => {
  const { root, options, calls } = scriptNetwork(t);
  const writer = openSync(`${root}/first`, "r+");
  t.teardown(() => closeSync(writer));
  const signal = AbortSignal.timeout(300);
  t.match(
    await refusal(() => addNetworkList(list, { ...options, signal })),
    /first was aborted/,
    "the wait can be aborted",
  );
  t.match(
    await refusal(() => addNetworkList(list, options)),
    /^11: plugin type="first" failed \(add\): fork\/exec .*\/first: text file busy$/,
  );
  t.strictSame(calls(), [], "and there is nothing to undo");
});
