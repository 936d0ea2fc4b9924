import type { Command } from "commander";
import { delNetworkList } from "../cni/libcni/del.ts";
import type { CliContext } from "./cli-context.ts";
import { formatOutcome } from "./format-outcome.ts";
import { attachmentCommand } from "./network-command.ts";

export function defineDel(program: Command, context: CliContext): void {
  const command = program
    .command("del")
    .description("Detach a network namespace from a network: DEL of its plugins in reverse order.");
  attachmentCommand(command, context, async ({ list, options, flags }) => {
    await delNetworkList(list, options);
    if (flags.json) return formatOutcome({ network: list.name, attachment: options, status: "deleted" });
    return `${list.name}: deleted ${options.ifname} of ${options.containerId}\n`;
  });
}
