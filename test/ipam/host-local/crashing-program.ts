// host-local that kills itself with SIGKILL at its n-th change of the file system: `crashing-program.js N [torn]`.
// With `torn`, a write that is its last is done by half. Ends normally when it makes fewer than N changes.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { runPlugin } from "../../../src/cni/skel/run-plugin.ts";
import { hostLocal } from "../../../src/ipam/host-local/plugin.ts";

let remaining = Number(process.argv[2]);
const torn = process.argv[3] === "torn";

const changes = [
  "mkdirSync",
  "openSync",
  "writeFileSync",
  "fsyncSync",
  "linkSync",
  "writeSync",
  "ftruncateSync",
  "unlinkSync",
] as const;
const patched: Record<string, unknown> = fs as never;
for (const name of changes) {
  const original = patched[name] as (...args: unknown[]) => unknown;
  patched[name] = (...args: unknown[]) => {
    // Opening is a change where it may create something.
    const counts = name !== "openSync" || ((args[1] as number) & fs.constants.O_CREAT) !== 0;
    if (counts && --remaining === 0) {
      if (torn && name.startsWith("write")) original(args[0], String(args[1]).slice(0, 3));
      process.kill(process.pid, "SIGKILL");
    }
    return original(...args);
  };
}
syncBuiltinESMExports();
await runPlugin(hostLocal);
