import { Command } from "commander";
import type { SelfExecutable } from "../cni/skel/execute.ts";
import { runPlugin } from "../cni/skel/run-plugin.ts";
import { registry } from "../registry.ts";
import { VERSION } from "../version.ts";

export interface CommandOptions {
  readonly self: SelfExecutable;
  readonly buildVersion: string;
  /** Without the program's own name. */
  readonly args: readonly string[];
}

/** The `cni-ts` command. */
export async function runCommand({ self, buildVersion, args }: CommandOptions): Promise<void> {
  const types = Object.keys(registry);
  const program = new Command("cni-ts")
    .description("CNI plugins and netlink for Linux, in one executable.")
    .version(VERSION)
    .showHelpAfterError();
  program
    .command("plugin")
    .description("Run a plugin as a container runtime does: CNI_* in the environment, its configuration on stdin.")
    .argument("<type>", types.join(", "))
    .action(async (type: string) => {
      const plugin = await self.findPlugin(type);
      if (plugin === undefined) program.error(`cni-ts: no plugin "${type}"; there are ${types.join(", ")}`);
      else await runPlugin(plugin, { self, buildVersion });
    });
  await program.parseAsync(args, { from: "user" });
}
