import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { KernelNeed } from "./case.ts";
import { execute } from "./execute.ts";

const TRIALS: Readonly<Record<KernelNeed, () => boolean>> = {
  "bridge-vlan-filtering": () => succeeds("ip link add trial type bridge vlan_filtering 1"),
  dummy: () => succeeds("ip link add trial type dummy"),
  ipv6: () => existsSync("/proc/sys/net/ipv6/conf/default"),
};

const answers = new Map<KernelNeed, boolean>();

/** Whether the running kernel can do it, found by trying it once in a namespace of its own. */
export function kernelHas(need: KernelNeed): boolean {
  const known = answers.get(need);
  if (known !== undefined) return known;
  const answer = TRIALS[need]();
  answers.set(need, answer);
  return answer;
}

function succeeds(commandLine: string): boolean {
  execute("ip", "netns", "add", "trial");
  try {
    return spawnSync("ip", ["netns", "exec", "trial", "sh", "-c", commandLine], { stdio: "ignore" }).status === 0;
  } finally {
    execute("ip", "netns", "del", "trial");
  }
}
