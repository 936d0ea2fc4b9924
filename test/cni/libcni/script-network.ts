import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Test } from "tap";
import { CniError } from "../../../src/cni/cni-error.ts";
import type { AttachmentOptions } from "../../../src/cni/libcni/attachment-options.ts";
import { type NetworkList, parseNetworkList } from "../../../src/cni/libcni/network-list.ts";
import { recorded, writeScript } from "../invoke/script-plugin.ts";

export const FIRST = '{"cniVersion":"1.0.0","ips":[{"address":"10.0.0.5/8"}]}';
export const SECOND = '{"cniVersion":"1.0.0","ips":[{"address":"10.0.0.6/8"}]}';

/** The text of a network of two plugins. */
export function listText(version = "1.0.0", head = ""): string {
  return `{"cniVersion":"${version}","name":"net",${head}"plugins":[
  {"type":"first","capabilities":{"portMappings":true,"mac":false},"x":{"b":1,"a":12345678901234567890}},
  {"type":"second","name":"own","capabilities":{"mac":true}}]}`;
}

export function scriptList(version?: string, head?: string): NetworkList {
  return parseNetworkList(listText(version, head));
}

export interface ScriptNetwork {
  readonly root: string;
  /** Files of the cache. */
  readonly results: string;
  readonly options: AttachmentOptions;
  /** What a plugin was called with. */
  seen(type: string, what: "stdin" | "env" | "calls"): string;
  /** Every call of both, in order: `ADD first`, `ADD second`. */
  calls(): readonly string[];
}

/** Two plugins that are shell scripts, and an attachment whose cache is in the test's own folder. */
export function scriptNetwork(t: Test, bodies: { first?: string; second?: string } = {}): ScriptNetwork {
  const root = t.testdir();
  const note = (type: string, body: string) => `echo "$CNI_COMMAND ${type}" >> ${join(root, "order")}\n${body}`;
  writeScript(root, "first", note("first", bodies.first ?? `echo '${FIRST}'`));
  writeScript(root, "second", note("second", bodies.second ?? `echo '${SECOND}'`));
  const options: AttachmentOptions = {
    ...{ containerId: "abc", netns: "/run/netns/x", ifname: "eth0", path: ["/nowhere", root] },
    args: [
      ["MAC", "aa"],
      ["K", "v"],
    ],
    capabilityArgs: { portMappings: [{ hostPort: 80 }], mac: "aa" },
    env: { PATH: process.env.PATH, CNI_COMMAND: "overridden", EXTRA: "x" },
    cacheDir: join(root, "cache"),
  };
  return {
    ...{ root, options, results: join(root, "cache/results") },
    seen: (type, what) => recorded(join(root, type), what),
    calls: () => readLines(join(root, "order")),
  };
}

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, "utf8").trimEnd().split("\n");
  } catch {
    return [];
  }
}

/** How a call was refused: code and message. */
export async function refusal(run: () => unknown): Promise<string> {
  try {
    await run();
    return "(no error)";
  } catch (error) {
    return error instanceof CniError ? `${error.cniCode}: ${error.message}` : `unexpected: ${error}`;
  }
}
