// `npm start`: the main job in namespaces of its own. This outer half makes them and starts the inner half in them; it
// looks at the machine's own links before and after, which must be the same.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { openRouteClient } from "../../src/netlink/route/route-client.ts";

const ROOT = resolve(fileURLToPath(import.meta.url), "../../../..");
const INNER = fileURLToPath(new URL("./inner.js", import.meta.url));
const STATE = "/var/lib/cni";

/**
 * In the new mount namespace: the state of IPAM goes to memory, so that the machine's own is neither seen nor changed.
 * A machine without the folder gets none: then its parent is covered, which nothing here needs.
 */
const COVER_STATE = 'mount -t tmpfs cni-ts "$1" && shift && exec "$@"';

interface Options {
  readonly conf: string;
  readonly bin: string;
}

function parseArguments(): Options {
  const program = new Command("npm start --")
    .description("Attach two containers to a network, prove that it works, and take everything away again.")
    .option("--conf <file>", "network configuration, .conf or .conflist", `${ROOT}/fixtures/cni/dbnet.conflist`)
    .option("--bin <folder>", "where the plugins are", `${ROOT}/dist/bin`)
    .parse();
  const { conf, bin } = program.opts<Options>();
  return { conf: resolve(conf), bin: resolve(bin) };
}

/** Every link of the machine with what a plugin could change on it. */
async function listOwnLinks(): Promise<string> {
  using client = await openRouteClient();
  const links = await client.link.list();
  return links
    .map(({ index, ifname, flags, master, mtu }) => `${index} ${ifname} ${flags} ${master} ${mtu}`)
    .join("\n");
}

function runInside({ conf, bin }: Options): number {
  const user = process.getuid?.() === 0 ? [] : ["--map-root-user"];
  const covered = existsSync(STATE) ? STATE : "/var/lib";
  const inner = [process.execPath, INNER, conf, bin];
  const command = ["--net", "--mount", ...user, "sh", "-c", COVER_STATE, "sh", covered, ...inner];
  const { status, error, signal } = spawnSync("unshare", command, { stdio: "inherit" });
  if (error !== undefined) console.error(`unshare (util-linux): ${error.message}`);
  if (status === 1 && user.length > 0) {
    console.error("Where the kernel does not let users make namespaces, run this as root.");
  }
  if (signal !== null) console.error(`ended by ${signal}`);
  return status ?? 1;
}

async function main(): Promise<number> {
  const options = parseArguments();
  const before = await listOwnLinks();
  const status = runInside(options);
  if ((await listOwnLinks()) !== before) {
    console.error("FAILED  the links of this machine are not as they were");
    return 1;
  }
  return status;
}

process.exitCode = await main();
