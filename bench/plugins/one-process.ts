import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { addNetworkList, delNetworkList, type NetworkList, parseNetworkList } from "../../src/cni/libcni/index.ts";
import { findPlugin, registry } from "../../src/registry.ts";
import { type Chain, timeChain } from "./chain.ts";
import { timeChild } from "./process.ts";
import type { Figures } from "./scenarios.ts";
import type { Side, Stage } from "./stage.ts";

const NETNS = "/run/netns/c0";

// Results are kept in memory: where each plugin is a process, as in the reference's runs, nobody keeps any.

function listText(chain: Chain): { name: string; text: string } {
  const plugins = chain(0);
  const name = String(plugins[0]?.name);
  return { name, text: JSON.stringify({ cniVersion: "1.0.0", name, plugins }) };
}

/** One container by a whole list: the reference a process a plugin, the subject by one process of `cni-ts`. */
export function timeCommand(stage: Stage, side: Side, chain: Chain): Figures {
  if (side === "reference") return timeChain(stage, side, chain);
  const { name, text } = listText(chain);
  const config = join(stage.scratch, "one-process.conflist");
  writeFileSync(config, text);
  const flags = ["--config", config, "--plugin-path", stage.folders[side], "--cache-dir", join(stage.scratch, "cache")];
  const time = (verb: string): number =>
    timeChild({
      file: join(stage.folders[side], "cni-ts"),
      args: [verb, name, NETNS, ...flags],
      env: { PATH: "/usr/bin:/bin" },
      stdin: "/dev/null",
      stdout: join(stage.scratch, "one-process.out"),
    });
  return { ADD: time("add"), DEL: time("del") };
}

/** This program, as the file that plugins are found at. */
const SELF = { path: fileURLToPath(import.meta.url), findPlugin };

/** The plugins' names in a folder, all of which lead to this program. */
export function linkPlugins(stage: Stage, side: Side): void {
  if (side === "reference") return;
  for (const type of Object.keys(registry)) symlinkSync(SELF.path, join(stage.scratch, type));
}

async function timeMs(run: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint();
  await run();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** The same inside a runtime that is running already: the subject's plugins by `cni-ts/libcni` in this process. */
export async function timeRuntime(stage: Stage, side: Side, chain: Chain): Promise<Figures> {
  if (side === "reference") return timeChain(stage, side, chain);
  const list: NetworkList = parseNetworkList(listText(chain).text);
  const options = {
    ...{ containerId: "bench-0", netns: NETNS, ifname: "eth0", path: [stage.scratch], env: {}, self: SELF },
    cacheDir: join(stage.scratch, "cache"),
  };
  const ADD = await timeMs(() => addNetworkList(list, options));
  return { ADD, DEL: await timeMs(() => delNetworkList(list, options)) };
}
