import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Test } from "tap";
import { makeNetns, runIn, type TestNetns, tryRunIn } from "../../harness/netns.ts";
import type { Outcome } from "../../harness/run.ts";
import { makePlace, OURS } from "../plugins/call.ts";

/** The folders of a node, in a test's own folder. */
export interface NodeFolders {
  readonly configDir: string;
  readonly cacheDir: string;
  readonly dataDir: string;
}

/** A node with one network, of a bridge, and the command run on it. */
export interface TestNode extends NodeFolders {
  readonly host: TestNetns;
  readonly blue: TestNetns;
  readonly green: TestNetns;
  /** Writes the network `web`; what is given stands in front of the plugins' own keys. */
  configure(plugins: readonly object[], name?: string): void;
  /** `cni-ts`, told of the node's folders. Commands that know more flags are given them by `more`. */
  run(args: readonly string[], more?: readonly string[]): Outcome;
  /** ADD of `web`; it has to succeed. */
  attach(container: TestNetns, id: string, ...args: readonly string[]): void;
}

export function setSysctl(netns: TestNetns, key: string, value: number): void {
  runIn(netns, ["sh", "-c", `echo ${value} > /proc/sys/${key.replaceAll(".", "/")}`]);
}

export const bridge = (dataDir: string, subnet = "10.1.0.0/16") => ({
  ...{ type: "bridge", bridge: "cni0", isDefaultGateway: true, ipMasq: true },
  ipam: { type: "host-local", dataDir, ranges: [[{ subnet }]] },
});

/** @param bin where its plugins are */
export function makeNode(t: Test, bin = OURS): TestNode {
  const { host, container: blue, dataDir } = makePlace(t);
  const green = makeNetns(t, "green");
  // Duplicate address detection would go on while a test looks.
  for (const each of [host, blue, green]) setSysctl(each, "net.ipv6.conf.all.disable_ipv6", 1);
  const folder = t.testdir();
  const [configDir, cacheDir] = [join(folder, "net.d"), join(folder, "state")];
  for (const each of [configDir, cacheDir]) mkdirSync(each);
  const configure = (plugins: readonly object[], name = "web") =>
    writeFileSync(join(configDir, `10-${name}.conflist`), JSON.stringify({ cniVersion: "1.1.0", name, plugins }));
  const run = (args: readonly string[], more: readonly string[] = []) =>
    tryRunIn(host, [join(OURS, "cni-ts"), ...args, ...more]);
  const attach = (container: TestNetns, id: string, ...args: readonly string[]) => {
    const flags = ["--config-dir", configDir, "--cache-dir", cacheDir, "--plugin-path", bin, "--container-id", id];
    const added = run(["add", "web", container.path, ...args], flags);
    if (added.status !== 0) throw new TypeError(added.stderr);
  };
  return { host, blue, green, configDir, cacheDir, dataDir, configure, run, attach };
}
