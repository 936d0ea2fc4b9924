import type { Command } from "commander";
import { runPlugin } from "../cni/skel/run-plugin.ts";
import { registry } from "../registry.ts";
import type { CliContext } from "./cli-context.ts";
import { runAction } from "./run-action.ts";
import { typeArgument } from "./type-argument.ts";
import { UsageError } from "./usage-error.ts";

export function definePlugin(program: Command, { self, buildVersion, execute }: CliContext): void {
  const types = Object.keys(registry);
  program
    .command("plugin")
    .description("Run a plugin as a container runtime does: CNI_* in the environment, its configuration on stdin.")
    .addArgument(typeArgument("<type>", types))
    .action((type: string) =>
      runAction({ name: "plugin" }, async () => {
        const plugin = await self.findPlugin(type);
        if (plugin === undefined) throw new UsageError(`no plugin "${type}"; there are ${types.join(", ")}`);
        return runPlugin(plugin, { self, buildVersion, execute });
      }),
    );
}
