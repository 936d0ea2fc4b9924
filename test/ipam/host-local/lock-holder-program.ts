// Takes the lock named by the first argument, says so, and keeps it for as many milliseconds as the second says.
import { writeSync } from "node:fs";
import { withLock } from "../../../src/ipam/host-local/lock.ts";
import { loadLibc } from "../../../src/netlink/socket/load-libc.ts";

const [, , path = "", holdMs = "0"] = process.argv;
const libc = await loadLibc();
withLock({ path, libc }, () => {
  writeSync(1, "locked\n");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(holdMs));
});
