import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Test } from "tap";
import { cniTs } from "../cni-ts.ts";

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
  const flags = (
    ["config-dir:net.d", "plugin-path:bin", "cache-dir:state", "data-dir:networks", "run-dir:run"] as const
  )
    .map((each) => each.split(":"))
    .flatMap(([flag, folder]) => [`--${flag}`, join(root, folder ?? "")]);
  const doctor = (...args: string[]) => cniTs(["doctor", "--settle", "0", ...flags, ...args]);
  /** Those of one check; others may find something on the machine itself. */
  const find = (check: string, ...args: string[]): PrintedFinding[] =>
    JSON.parse(doctor("--json", ...args).stdout).findings.filter((each: PrintedFinding) => each.check === check);
  return { root, flags, write, configure, lease, attach, doctor, find };
}
