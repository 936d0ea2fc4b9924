import type { Command } from "commander";
import { getStatusNetworkList } from "../cni/libcni/status.ts";
import type { CliContext } from "./cli-context.ts";
import { formatOutcome } from "./format-outcome.ts";
import { networkCommand } from "./network-command.ts";

export function defineStatus(program: Command, context: CliContext): void {
  const command = program
    .command("status")
    .description("Whether a network is ready for an ADD: STATUS of its plugins. Before CNI 1.1.0 nobody is asked.");
  networkCommand(command, context, async ({ list, options, flags }) => {
    await getStatusNetworkList(list, options);
    if (flags.json) return formatOutcome({ network: list.name, status: "ready" });
    return `${list.name}: ready\n`;
  });
}
