import { existsSync } from "node:fs";
import { resolve } from "node:path";

/** The path of a namespace; a name without slash that is no file here is one of `ip netns`. */
export function netnsPath(netns: string): string {
  const named = `/var/run/netns/${netns}`;
  return !netns.includes("/") && !existsSync(netns) && existsSync(named) ? named : resolve(netns);
}
