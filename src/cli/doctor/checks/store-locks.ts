import { readFileSync, statSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { findFlockHolder } from "../../../ipam/host-local/lock-holder.ts";
import { LOCK_FILE } from "../../../ipam/host-local/store-path.ts";
import type { Check, Found } from "../check.ts";

/** A plugin holds the lock for milliseconds. */
const PATIENCE_MS = 500;

function findHolder(path: string): number | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? undefined : findFlockHolder(readFileSync("/proc/locks", "utf8"), stats.ino);
}

async function lookAt(path: string): Promise<Found | undefined> {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats !== undefined && !stats.isFile()) {
    const mend = `remove ${path}; plugins make the file anew`;
    return { level: "error", subject: path, what: "the lock of the store is no file", mend };
  }
  const holder = findHolder(path);
  if (holder === undefined) return undefined;
  await wait(PATIENCE_MS);
  if (findHolder(path) !== holder) return undefined;
  const what = `process ${holder} has held the lock for more than ${PATIENCE_MS} ms`;
  return { level: "error", subject: path, what, mend: `look at what process ${holder} is doing; end it if it hangs` };
}

export const storeLocks: Check = {
  name: "store-locks",
  why: "every ADD and DEL of the network waits for it",
  async look({ stores }) {
    const found = await Promise.all(stores.map(({ directory }) => lookAt(`${directory}/${LOCK_FILE}`)));
    return found.filter((each) => each !== undefined);
  },
};
