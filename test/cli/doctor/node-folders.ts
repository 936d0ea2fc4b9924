import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Test } from "tap";
import { examineSettled, mend } from "../../../src/cli/doctor/examine.ts";
import type { NodeFolders } from "../../../src/cli/doctor/node-state.ts";
import { findingToJson, formatFixed } from "../../../src/cli/doctor/report.ts";
import { cniTs } from "../cni-ts.ts";

/** What only files tell; the machine itself may have what the others look for. */
export const OF_FILES: readonly string[] = [
  ...["invalid-configurations", "unfinished-configurations", "repeated-networks", "overlapping-subnets"],
  ...["missing-plugins", "unusable-plugins", "writable-folders", "exhausted-ranges", "leaked-leases", "unknown-leases"],
  ...["damaged-leases", "unfinished-leases", "store-locks", "stale-results", "damaged-results"],
];

/** A finding as `cni-ts doctor --json` prints it. */
export interface PrintedFinding {
  readonly check: string;
  readonly level: string;
  readonly subject: string;
  readonly what: string;
  readonly why: string;
  readonly mend: string;
  readonly fixable: boolean;
}

/** The folders of a node in which nothing is wrong, below `root`, and the command told of them. */
export function makeFolders(t: Test) {
  const root = t.testdir({
    ...{ "net.d": {}, bin: {}, networks: { net: {} }, state: { results: {} }, run: {}, ns: "" },
  });
  const write = (file: string, content: string): string => {
    const path = join(root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  const plugin = (type: string) => chmodSync(write(`bin/${type}`, "#!/bin/sh\n"), 0o755);
  for (const type of ["bridge", "host-local", "portmap"]) plugin(type);
  const configure = (file: string, name: string, subnet = "10.1.0.0/24") => {
    const bridge = { type: "bridge", ipam: { type: "host-local", dataDir: join(root, "networks"), subnet } };
    write(`net.d/${file}`, JSON.stringify({ cniVersion: "1.1.0", name, plugins: [bridge, { type: "portmap" }] }));
  };
  configure("10-net.conflist", "net");
  const lease = (address: string, id: string, network = "net") =>
    write(`networks/${network}/${address}`, `${id}\r\neth0`);
  const attach = (containerId: string, netns: string, rest: object = {}) => {
    const file = { kind: "cniCacheV1", containerId, ifName: "eth0", networkName: "net", netns, ...rest };
    write(`state/results/net-${containerId}-eth0`, JSON.stringify(file));
  };
  const folders: NodeFolders = {
    ...{ configDir: join(root, "net.d"), path: [join(root, "bin")], cacheDir: join(root, "state") },
    ...{ dataDir: join(root, "networks"), runDir: join(root, "run") },
  };
  const flags = [
    ...["--config-dir", folders.configDir, "--plugin-path", join(root, "bin"), "--cache-dir", folders.cacheDir],
    ...["--data-dir", folders.dataDir, "--run-dir", folders.runDir],
  ];
  const doctor = (...args: string[]) => cniTs(["doctor", "--settle", "0", ...flags, ...args]);
  /** Those of one check; others may find something on the machine itself. */
  const find = async (check: string): Promise<PrintedFinding[]> => {
    const { findings } = await examineSettled(folders, 0);
    return findings
      .filter((each) => each.check === check)
      .map((each) => findingToJson(each) as unknown as PrintedFinding);
  };
  /** What `--fix` does, but for the machine itself, whose rules and links are not the test's to mend. */
  const fix = async (): Promise<string> => {
    const { findings } = await examineSettled(folders, 0);
    return formatFixed(await mend(findings.filter(({ check }) => OF_FILES.includes(check))));
  };
  return { root, flags, write, configure, lease, attach, doctor, find, fix };
}
